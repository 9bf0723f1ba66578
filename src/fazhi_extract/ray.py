"""A data set built by many machines, on Ray Data."""
