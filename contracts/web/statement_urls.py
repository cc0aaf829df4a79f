"""Addresses of the pages about money."""

from django.urls import path

from contracts.web import issuing, ledger, notes, statement_list, statement_moves, statements

urlpatterns = [
    path("statements/", statement_list.statements, name="statements"),
    path("statements/issue/", issuing.issue_selected, name="issue-selected"),
    path("statements/<str:month>.csv", statements.sheet, name="statement-sheet"),
    path("statements/<str:month>.pdf", statements.paper, name="statement-paper"),
    path("statements/<str:month>/claim.pdf", statements.claim, name="statement-claim"),
    path("statements/<str:month>/", statements.statement, name="statement"),
    path("statements/<str:month>/as-client/", statements.as_client, name="statement-as-client"),
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
    path("ledger/<int:pk>/reverse/", ledger.reverse, name="ledger-reverse"),
]
