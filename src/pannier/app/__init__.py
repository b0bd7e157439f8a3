"""The assembly: routes, worker, command line, who reacts to what."""
