"""Serve the quiz to browsers: exercises, an answer form, the verdict, and one's scores."""

from __future__ import annotations

from grader.web.app import create_app, operator_link

__all__ = ["create_app", "operator_link"]
