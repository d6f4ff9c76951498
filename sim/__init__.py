"""supportsim: a simulation and staffing model of a customer support operation.

The *world* is what happens to you and the *policy* is what you choose; with a calendar they make a *scenario*.
Chance is drawn once into a *workload*; an *engine* plays both into a *log*; *kpi* reads the log; a *study* repeats and
compares *variants*; the *report* shows. Data flows one way, and the folders are that sentence.
"""

__version__ = "0.1.0"
