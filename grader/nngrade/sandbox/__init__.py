"""The worker that runs learner code, and the runner that talks to it: only values pass."""
