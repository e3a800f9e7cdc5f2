"""The words of a station: kind, state."""

from .rules.states import KIND_LABELS as KIND_LABELS
from .rules.states import STATE_LABELS as STATE_LABELS
from .rules.states import StationKind as StationKind
from .rules.states import StationState as StationState
