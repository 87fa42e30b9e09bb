"""nngrade: grades neural networks written from scratch, and teaches while it grades."""
