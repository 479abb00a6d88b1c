"""Stripes: a Discord bot that answers about clinical trials and drugs in plain, sourced, dated words."""

__version__ = "0.2.0"
