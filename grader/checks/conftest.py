"""What the hidden checks share. The fixtures `student`, `reference` and `rng` come from the plugin."""
