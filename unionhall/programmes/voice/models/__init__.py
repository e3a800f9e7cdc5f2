from .knowledge import Snippet
from .matters import CallBack, Dispatch, Matter, QualityCheck
from .traces import Trace

__all__ = ["CallBack", "Dispatch", "Matter", "QualityCheck", "Snippet", "Trace"]
