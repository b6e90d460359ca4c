"""What surrounds every view: headers, what is kept by whom, and what becomes of a request that may not be answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
