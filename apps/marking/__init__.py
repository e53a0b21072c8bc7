"""What people say was wrong: kept only with their consent, and turned into evaluation items."""
