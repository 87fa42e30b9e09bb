"""Chance, as far as it decides about right networks: tests/checks works the rates out again."""

# Six standard errors to either side: right weights fail in 4 of 10**8 runs.
HE_ERRORS = 6
# Of 1,500 normal numbers, none is beyond 2.5 standard deviations once in 10**8 runs.
FAR = 2.5
# For inputs this small, right networks' first losses stay within 0.03 (20,000 seeds).
SMALL, NEAR_LN_C = 1e-2, 0.1
# Right networks end 16 standard deviations of log(loss) below this (1,000 seeds).
BY_HEART = 0.1
# In one of two epochs of right shuffles, the same two of four samples always share a batch in 14
# of 10**8 runs.
SHUFFLES = 16
# After the first, a right shuffle keeps to one order of three samples in one of 6**10 runs.
EPOCHS = 12
