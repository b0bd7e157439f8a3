"""What a day was like: figures with what they rest on, read-only over all that happened."""
