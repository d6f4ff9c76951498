"""Exact queueing results and textbook approximations: what a simulation is checked against and shown beside.

Pure functions of numbers. Times are in seconds and rates per second, unless a load in erlangs is asked for.
"""

from sim.theory.anger import AngryQueue, angry_queue
from sim.theory.async_approvals import AsyncApprovals, async_approvals
from sim.theory.by_interval import ByInterval, lagged_rates, stationary_by_interval
from sim.theory.chases import Chases, chases_of_wait, chases_with_restart, chases_without_restart
from sim.theory.chat import ChatQueue, chat_queue, chat_speed
from sim.theory.concessions import Concessions, concessions, lognormal_partial_moment
from sim.theory.containment import Containment, containment
from sim.theory.erlang_a import erlang_a_queue, erlang_a_tail, offered_wait_tail
from sim.theory.erlang_b import carried_load, erlang_b
from sim.theory.erlang_c import erlang_c, erlang_c_queue, erlang_c_tail
from sim.theory.exhaustion import Exhaustion, exhaustion_cycle, exhaustion_fixed_point
from sim.theory.fatigue import FatigueCycle, FatiguePiece, fatigue_after, fatigue_cycle
from sim.theory.feedback import Hops, SolveCounts, misrouting_hops, solve_count_pmf, solve_counts
from sim.theory.feedback_queue import FeedbackQueue, feedback_queue
from sim.theory.finite_trunks import finite_trunk_queue, places_for_blocking
from sim.theory.gamma_poisson import (
    busyness_correlation,
    busyness_covariance,
    busyness_variance,
    channel_covariance,
    count_covariance,
    count_variance,
    day_total_log_pmf,
    day_total_quantile,
    day_variance,
    fano_factor,
)
from sim.theory.general_patience import general_patience_queue
from sim.theory.infinite_server import (
    any_service,
    deterministic_service,
    exponential_service,
    infinite_server_mean,
    lognormal_service,
    sinusoid_mean,
    time_averaged_load,
)
from sim.theory.jackson import JacksonNetwork, jackson_network
from sim.theory.limit_cycle import limit_cycle
from sim.theory.machine_repair import MachineRepair, machine_repair
from sim.theory.n_design import NDesign, n_design_queue
from sim.theory.other_duties import OtherDuties, other_duties
from sim.theory.patience import (
    Patience,
    deterministic_patience,
    empirical_patience,
    exponential_patience,
    hyperexponential_patience,
    uniform_patience,
    weibull_patience,
)
from sim.theory.pending import pending_mean, pending_mean_over_time, pending_pmf
from sim.theory.performance import Performance
from sim.theory.priority import (
    first_class_tail,
    preemptive_resume_times,
    priority_waits,
    single_server_priority_waits,
)
from sim.theory.redial import Redial, redial_fixed_point, redial_queue
from sim.theory.required_agents import agents_for_blocking, required_agents
from sim.theory.single_server import (
    pollaczek_khinchine_number,
    pollaczek_khinchine_wait,
    sharing_p_number,
    sharing_time,
)
from sim.theory.sparse_chain import stationary_law
from sim.theory.square_root import (
    beta_for_p_wait,
    busy_day_agents,
    garnett_p_abandon,
    garnett_p_wait,
    halfin_whitt_p_wait,
    square_root_agents,
)
from sim.theory.sync_approvals import SyncApprovals, sync_approvals, sync_approvals_capacity
from sim.theory.tenure import Seat, mean_speed, mean_tenure_days, mean_time_factor, seat_renewal
from sim.theory.threshold import Blending, blending_queue
from sim.theory.transient import Transient, transient_queue
from sim.theory.why_different import Reason, why_different

__all__ = [
    "AngryQueue",
    "AsyncApprovals",
    "Blending",
    "ByInterval",
    "Chases",
    "ChatQueue",
    "Concessions",
    "Containment",
    "Exhaustion",
    "FatigueCycle",
    "FatiguePiece",
    "FeedbackQueue",
    "Hops",
    "JacksonNetwork",
    "MachineRepair",
    "NDesign",
    "OtherDuties",
    "Patience",
    "Performance",
    "Reason",
    "Redial",
    "Seat",
    "SolveCounts",
    "SyncApprovals",
    "Transient",
    "agents_for_blocking",
    "angry_queue",
    "any_service",
    "async_approvals",
    "beta_for_p_wait",
    "blending_queue",
    "busy_day_agents",
    "busyness_correlation",
    "busyness_covariance",
    "busyness_variance",
    "carried_load",
    "channel_covariance",
    "chases_of_wait",
    "chases_with_restart",
    "chases_without_restart",
    "chat_queue",
    "chat_speed",
    "concessions",
    "containment",
    "count_covariance",
    "count_variance",
    "day_total_log_pmf",
    "day_total_quantile",
    "day_variance",
    "deterministic_patience",
    "deterministic_service",
    "empirical_patience",
    "erlang_a_queue",
    "erlang_a_tail",
    "erlang_b",
    "erlang_c",
    "erlang_c_queue",
    "erlang_c_tail",
    "exhaustion_cycle",
    "exhaustion_fixed_point",
    "exponential_patience",
    "exponential_service",
    "fano_factor",
    "fatigue_after",
    "fatigue_cycle",
    "feedback_queue",
    "finite_trunk_queue",
    "first_class_tail",
    "garnett_p_abandon",
    "garnett_p_wait",
    "general_patience_queue",
    "halfin_whitt_p_wait",
    "hyperexponential_patience",
    "infinite_server_mean",
    "jackson_network",
    "lagged_rates",
    "limit_cycle",
    "lognormal_partial_moment",
    "lognormal_service",
    "machine_repair",
    "mean_speed",
    "mean_tenure_days",
    "mean_time_factor",
    "misrouting_hops",
    "n_design_queue",
    "offered_wait_tail",
    "other_duties",
    "pending_mean",
    "pending_mean_over_time",
    "pending_pmf",
    "places_for_blocking",
    "pollaczek_khinchine_number",
    "pollaczek_khinchine_wait",
    "preemptive_resume_times",
    "priority_waits",
    "redial_fixed_point",
    "redial_queue",
    "required_agents",
    "seat_renewal",
    "sharing_p_number",
    "sharing_time",
    "single_server_priority_waits",
    "sinusoid_mean",
    "solve_count_pmf",
    "solve_counts",
    "square_root_agents",
    "stationary_by_interval",
    "stationary_law",
    "sync_approvals",
    "sync_approvals_capacity",
    "time_averaged_load",
    "transient_queue",
    "uniform_patience",
    "weibull_patience",
    "why_different",
]
