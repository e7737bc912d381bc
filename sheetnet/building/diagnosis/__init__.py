"""It says when it does not learn: signs in data, units, run and result.

`diagnose.py` puts them together, `course.py` is the run in short that they look at.
"""
