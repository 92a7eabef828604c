"""Departments, people, sign-in, sessions, tokens, working calendar."""
