"""A supervisor with other duties: requests come first, but a piece of other work that is begun is finished.

One supervisor, requests as a Poisson stream, first come first served. Duties are either always there (a piece is begun
whenever no request waits) or come as a Poisson stream of low priority. Several supervisors: `blending_queue` with
exponential duties, `priority_waits` where duties take as long as requests.
"""

import math
from dataclasses import dataclass

from sim.theory.checks import above_zero, at_least_zero
from sim.theory.priority import single_server_priority_waits
from sim.theory.single_server import pollaczek_khinchine_wait


@dataclass(frozen=True)
class OtherDuties:
    """Stationary figures of one supervisor; rates per second, times in seconds, the rest unit-free.

    mean_wait_s        mean wait of a request
    duty_mean_wait_s   mean wait of a piece of other work (math.inf when there is always more)
    duties_per_s       pieces finished
    on_requests        share of time on requests (at most 1)
    on_duties          share of time on other work
    """

    mean_wait_s: float
    duty_mean_wait_s: float
    duties_per_s: float
    on_requests: float
    on_duties: float


def other_duties(
    requests_per_s: float,
    mean_request_s: float,
    request_cv: float,
    mean_duty_s: float,
    duty_cv: float = 0.0,
    duties_per_s: float = math.inf,
) -> OtherDuties:
    """Return the waits of requests at one supervisor who also has other duties.

    always more duties (M/G/1 with vacations V):  E W = lambda E S^2 / (2 (1 - rho)) + E V^2 / (2 E V)
    duties at rate lambda_V:  E W = (lambda E S^2 + lambda_V E V^2) / (2 (1 - rho))

    The second grows into the first as duties fill the time, lambda_V E V = 1 - rho; beyond that it is the first. A duty
    in deterministic pieces (`duty_cv` 0) that is always there costs a request half a piece. `request_cv` and `duty_cv`
    are standard deviation over mean. Rates per second, times in seconds. math.inf when requests alone overload the
    supervisor. Raises ValueError for inputs out of range. Source: Levy and Yechiali, Management Science 22 (1975);
    Fuhrmann and Cooper, Operations Research 33 (1985); Cobham 1954.
    """
    request_s, duty_s = above_zero("mean_request_s", mean_request_s), above_zero("mean_duty_s", mean_duty_s)
    rho = at_least_zero("requests_per_s", requests_per_s) * request_s
    spare = max(0.0, 1 - rho)
    request_square = request_s**2 * (1 + at_least_zero("request_cv", request_cv) ** 2)
    duty_square = duty_s**2 * (1 + at_least_zero("duty_cv", duty_cv) ** 2)
    endless = duties_per_s == math.inf or at_least_zero("duties_per_s", duties_per_s) * duty_s >= spare
    if endless:
        wait_s = pollaczek_khinchine_wait(requests_per_s, request_s, request_cv) + duty_square / (2 * duty_s)
        duty_wait_s, on_duties = math.inf, spare
    else:
        waits = single_server_priority_waits(
            [requests_per_s, duties_per_s], [request_s, duty_s], [request_square, duty_square]
        )
        wait_s, duty_wait_s, on_duties = float(waits[0]), float(waits[1]), duties_per_s * duty_s
    return OtherDuties(
        mean_wait_s=wait_s,
        duty_mean_wait_s=duty_wait_s,
        duties_per_s=on_duties / duty_s,
        on_requests=min(1.0, rho),
        on_duties=on_duties,
    )
