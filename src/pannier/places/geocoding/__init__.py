"""Address search on our own index: nothing about a recipient leaves the house."""
