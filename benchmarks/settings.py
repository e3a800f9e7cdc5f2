"""The product's settings; the addresses have one bare view more."""

from unionhall.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
