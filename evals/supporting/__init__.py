"""Claims about passages, true and false in one form, and the score that tells them apart."""
