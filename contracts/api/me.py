"""Who is asking."""

from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import shapes
from contracts.api.documents import me_document
from contracts.api.frame import Operation
from contracts.models import AccessToken
from contracts.selectors import colleagues_of


class Me(Operation):
    """The caller."""

    document = shapes.Me

    def get(self, request: Request) -> Response:
        """Say for whom this token or session acts, and what it may do."""
        token = request.auth if isinstance(request.auth, AccessToken) else None
        colleagues = colleagues_of(self.user) if self.user.organisation.is_vendor else []
        return Response(me_document(self.user, token=token, colleagues=colleagues))
