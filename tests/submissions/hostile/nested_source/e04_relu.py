"""Is a source file that the compiler can hardly take."""

x = @NESTED@
