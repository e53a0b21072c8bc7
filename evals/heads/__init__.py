"""Train and score, five-fold, the small heads of the injection rails."""
