"""The unit of work: a batch of texts in, nested typed columns out."""
