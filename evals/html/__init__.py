"""Runs as one HTML document, with plots and with the items that failed."""

from .page import html_report
from .worst import worst_items

__all__ = ["html_report", "worst_items"]
