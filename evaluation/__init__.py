"""How well the reader reads: labelled texts of our own, scores by field, two baselines, a floor for CI."""
