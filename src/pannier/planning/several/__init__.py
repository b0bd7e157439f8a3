"""Several hubs of one day planned together: orders go to the hub that serves them best, parts are searched as jobs."""
