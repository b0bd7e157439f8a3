"""The kinds of numbers and texts that the documents are made of, with their bounds."""

from typing import Annotated

from msgspec import Meta

from pannier.core.problem import bounds

Text = Annotated[str, Meta(max_length=500)]
Name = Annotated[str, Meta(min_length=1, max_length=500)]
Moment = Annotated[
    int, Meta(ge=0, le=bounds.MOST_S, description="Whole seconds since the service day began at the hub.")
]
Seconds = Annotated[int, Meta(ge=0, le=bounds.MOST_S, description="Whole seconds.")]
Joules = Annotated[int, Meta(ge=0, le=bounds.MOST_J, description="Whole joules.")]
Number = Annotated[int, Meta(ge=0, le=bounds.MOST_NUMBER)]
Limit = Annotated[int, Meta(ge=0, le=bounds.MOST_SUM)]
Percent = Annotated[int, Meta(ge=0, le=bounds.MOST_PERCENT)]
Index = Annotated[
    int, Meta(ge=0, le=bounds.MOST_NUMBER, description="Position in the problem's places, from 0.")
]
Rate = Annotated[
    int, Meta(ge=0, le=bounds.MOST_RATE, description="Thousandths of a cent, for one of the unit named.")
]
Prize = Annotated[int, Meta(ge=0, le=bounds.MOST_RATE, description="Cents.")]
Entry = Annotated[
    int, Meta(ge=-1, le=2**31 - 1, description="Metres, seconds or joules; -1 where there is no way.")
]
Found = Annotated[int, Meta(ge=-bounds.MOST_SUM, le=bounds.MOST_SUM)]
