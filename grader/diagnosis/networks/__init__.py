"""Mistakes in the backward pass of a network of layers, as changed rules of that pass."""

from __future__ import annotations

from .library import NETWORKS
from .naming import NetworkSlips, Observation, name_network

__all__ = ["NETWORKS", "NetworkSlips", "Observation", "name_network"]
