"""The contenders: each file plays a case in the idiom of its library.

``play(case, seed)`` goes from the case's numbers to a record of every contact (when it came, how long it waited, how
it ended); this is what is timed. ``figures(record)`` reads it, untimed.
"""

CONTENDERS = {"ours": "simpy", "simpy_textbook": "simpy", "ciw_model": "ciw", "salabim_model": "salabim"}
"""Module by module: the package that it needs."""
