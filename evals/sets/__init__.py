"""The public sets, read into items and documents: ``readers.py``, ``tuning.py``, ``cards.toml``."""
