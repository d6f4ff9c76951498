"""What today's experience makes of each agent: factors on handle time and quality by skill, constant for the day."""

from __future__ import annotations

import numpy as np

from sim.engine.lives.state import Floats, Lives
from sim.engine.lives.step import each
from sim.engine.plan import SkillRules
from sim.log import Stage
from sim.policy.development import Development
from sim.policy.knowledge import Knowledge, knowledge_time
from sim.world.departures import Departures
from sim.world.learning import (
    Learning,
    best_quality,
    learning_factor,
    novice_factor,
    novice_quality,
    practice_factor,
    quality_after,
    quality_kept,
    ramp_time,
)


def skill_rules(
    learning: Learning | None,
    knowledge: Knowledge | None,
    departures: Departures | None,
    development: Development,
    coverage: float,
) -> SkillRules:
    """The numbers at a coverage of the knowledge base; ones and zeros for what is switched off."""
    notice = departures.notice_quality if departures else 1.0
    saved = knowledge.saves if knowledge else 0.0
    if learning is None:
        return SkillRules(False, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, saved, notice)
    z = development.intensity
    shorter = knowledge.ramp if knowledge else 0.0
    return SkillRules(
        power=learning.curve == "power",
        novice=novice_factor(learning.novice, learning.untrained_novice, z),
        ramp_weeks=ramp_time(learning.ramp_weeks, learning.untrained_ramp, z, shorter, coverage),
        exponent=learning.exponent,
        best=best_quality(learning.best, learning.best_per_h, development.hours, learning.best_at_most),
        novice_quality=novice_quality(learning.novice_quality, learning.untrained_quality, z),
        quality_weeks=learning.quality_weeks,
        saved=saved,
        notice_quality=notice,
    )


def effort_by_skill(lives: Lives, rules: SkillRules, coverage: float) -> Floats:
    """Shape (n, k): factor on handle time, the person's own speed x learning x knowledge base; heads have the last."""
    weeks = lives.weeks.ravel()
    if rules.power:
        learnt = each(practice_factor, weeks, rules.novice, rules.ramp_weeks, rules.exponent)
    else:
        learnt = each(learning_factor, weeks, rules.novice, rules.ramp_weeks)
    own = lives.speed[:, None] * learnt.reshape(lives.weeks.shape)
    own[~lives.person] = 1.0
    return own * knowledge_time(coverage, rules.saved)


def quality_by_skill(lives: Lives, rules: SkillRules) -> Floats:
    """Shape (n, k): quality of answers, 1 for a proficient agent and for heads; less for those on notice."""
    kept = np.repeat(lives.kept, lives.weeks.shape[1])
    fresh = each(quality_after, lives.weeks.ravel(), rules.novice_quality, rules.best, rules.quality_weeks)
    quality = each(quality_kept, fresh, rules.novice_quality, kept).reshape(lives.weeks.shape)
    on_notice = lives.stage == Stage.NOTICE
    quality[on_notice] *= rules.notice_quality
    quality[~lives.person] = 1.0
    return quality
