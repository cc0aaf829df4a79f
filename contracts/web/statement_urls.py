"""Addresses of the pages about money."""

from django.urls import path

from contracts.web import ledger, notes, statement_moves, statements

urlpatterns = [
    path("statements/", statements.statements, name="statements"),
    path("statements/<str:month>.csv", statements.sheet, name="statement-sheet"),
    path("statements/<str:month>.pdf", statements.paper, name="statement-paper"),
    path("statements/<str:month>/claim.pdf", statements.claim, name="statement-claim"),
    path("statements/<str:month>/", statements.statement, name="statement"),
    path("statements/<str:month>/notes/<str:number>.pdf", notes.paper, name="note-paper"),
    path("statements/<str:month>/notes/<str:number>/", notes.note, name="note"),
    *(
        path(
            f"statements/<str:month>/{action}/",
            statement_moves.move,
            {"action": action.value},
            name=f"statement-{action}",
        )
        for action in statement_moves.MOVES
    ),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/reverse/", statement_moves.reverse, name="ledger-reverse"),
]
