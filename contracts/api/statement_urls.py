"""REST addresses of statements and of the ledger."""

from django.urls import path

from contracts.api import ledger, notes, papers, statements

_STATEMENT = "statements/<str:month>"

urlpatterns = [
    path("statements/", statements.Statements.as_view(), name="statements"),
    path(f"{_STATEMENT}.csv", statements.StatementSheet.as_view(), name="statement-sheet"),
    path(f"{_STATEMENT}.json", statements.OneStatement.as_view(), name="statement-json"),
    path(f"{_STATEMENT}.pdf", papers.StatementPaper.as_view(), name="statement-paper"),
    path(f"{_STATEMENT}/claim.pdf", papers.ClaimPaper.as_view(), name="statement-claim"),
    path(f"{_STATEMENT}/notes/<str:number>.pdf", notes.NotePaper.as_view(), name="note-paper"),
    path(f"{_STATEMENT}/notes/<str:number>/", notes.OneNote.as_view(), name="note"),
    path(f"{_STATEMENT}/", statements.OneStatement.as_view(), name="statement"),
    path(f"{_STATEMENT}/issue/", statements.IssueStatement.as_view(), name="statement-issue"),
    *(
        path(
            f"{_STATEMENT}/{row.action}/",
            statements.SettleStatement.as_view(row=row),
            name=f"statement-{row.action}",
        )
        for row in statements.MOVES
    ),
    path("ledger/", ledger.LedgerEntries.as_view(), name="ledger"),
    path("ledger/balances/", ledger.LedgerBalances.as_view(), name="ledger-balances"),
    path("ledger/<int:pk>/reverse/", ledger.ReverseEntry.as_view(), name="ledger-reverse"),
]
