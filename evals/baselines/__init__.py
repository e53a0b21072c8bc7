"""The baselines that `vademecum eval gate` reads: ids and figures, no text of any set."""
