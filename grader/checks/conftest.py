"""What the hidden checks share; `student`, `reference` and `rng` come from the plugin."""
