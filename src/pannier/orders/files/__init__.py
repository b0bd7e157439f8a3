"""Order files: from bytes to submissions, with a report for each row and column."""
