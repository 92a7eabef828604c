"""The background entrance: relay, jobs, schedules."""
