using System.Diagnostics;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Repayments;

/// <summary>
/// The one door to what exporters owe back: decisions of cases, later recoveries and payments go
/// through it, under the lock of the exporter's account.
/// </summary>
public sealed class RepaymentBook(Outbox outbox, AuthorityClock zone)
{
    /// <summary>
    /// A command that may approve money, with what the exporter owes and what the case stands on.
    /// The account stays locked, so the decision keeps back what is owed at that moment.
    /// </summary>
    public async Task<CaseCommand> KnowingAsync(
        NpgsqlTransaction transaction,
        ApprovalCase some,
        CaseCommand command
    )
    {
        if (!CaseRepayments.IsAboutMoney(command))
            return command;
        var (wanted, hasAccount) = await PrerequisiteSql.ReadAsync(transaction, some);
        // Other cases before the account, in the order in which everybody takes them.
        var isBarred = wanted.Count > 0 && await PrerequisiteSql.IsBarredAsync(transaction, wanted);
        var ledger = hasAccount
            ? await RepaymentSql.LoadAsync(transaction, some.Filing.Uscc)
            : null;
        return CaseRepayments.Knowing(command, new(ledger?.OpenCny ?? 0m, isBarred));
    }

    /// <summary>Enters what follows from what happened to a case.</summary>
    public async Task FollowAsync(
        NpgsqlTransaction transaction,
        CaseChange change,
        CancellationToken cancel
    )
    {
        var commands = CaseRepayments.Of(change, Guid.CreateVersion7).ToList();
        if (commands.Count == 0)
            return;
        var some = change.After;
        if (commands.Exists(command => command is ClaimRepayment))
            await RepaymentSql.OpenAsync(transaction, HolderOf(some));
        if (await RepaymentSql.LoadAsync(transaction, some.Filing.Uscc) is not { } ledger)
            return;
        foreach (var command in commands)
        {
            var step = ledger.Decide(command, ActorOf(RepaymentActor.System));
            // Nothing is claimed of a filing that was withdrawn before it was approved.
            if (step is { Refusal: RepaymentRefusal.NoSuchClaim })
                continue;
            ledger = await WriteAsync(
                transaction,
                ledger,
                step.Events ?? throw new InvalidOperationException($"{command}: {step.Refusal}"),
                some.Lane,
                cancel
            );
        }
    }

    /// <summary>
    /// Claims what was approved and was not due. The case is locked. A source that has claimed
    /// before claims nothing more, and of a case no more than it was granted and has not been
    /// claimed or taken back yet.
    /// </summary>
    /// <param name="by">Who decided it.</param>
    /// <returns>What is claimed, yuan; 0 for nothing.</returns>
    public async Task<decimal> ClaimAsync(
        NpgsqlTransaction transaction,
        ApprovalCase some,
        ClaimRepayment claim,
        string by,
        CancellationToken cancel
    )
    {
        await RepaymentSql.OpenAsync(transaction, HolderOf(some));
        var ledger = (await RepaymentSql.LoadAsync(transaction, some.Filing.Uscc))!;
        var most =
            claim.Source.Kind == RepaymentKind.Recovery
                ? await RepaymentSql.RecoverableAsync(transaction, some.CaseId)
                : claim.AmountCny;
        var capped = claim with { AmountCny = Math.Min(claim.AmountCny, most) };
        var events = ledger.Decide(capped, ActorOf(by)).Events!;
        await WriteAsync(transaction, ledger, events, some.Lane, cancel);
        return events.Sum(happened => happened.AmountCny);
    }

    /// <summary>Withdraws what of a claim is neither set off nor paid nor spoken for.</summary>
    /// <returns>What is withdrawn, yuan; 0 for nothing.</returns>
    public async Task<decimal> WithdrawAsync(
        NpgsqlTransaction transaction,
        ApprovalCase some,
        WithdrawClaim withdraw,
        string by,
        CancellationToken cancel
    )
    {
        if (await RepaymentSql.LoadAsync(transaction, some.Filing.Uscc) is not { } ledger)
            return 0m;
        if (ledger.Decide(withdraw, ActorOf(by)).Events is not { } events)
            return 0m;
        await WriteAsync(transaction, ledger, events, some.Lane, cancel);
        return events.Sum(happened => happened.AmountCny);
    }

    public RepaymentActor ActorOf(string by) => new(by, zone.Now, zone.Today);

    /// <summary>Stores events and tells of them.</summary>
    /// <returns>The ledger after them.</returns>
    public async Task<RepaymentLedger> WriteAsync(
        NpgsqlTransaction transaction,
        RepaymentLedger ledger,
        IReadOnlyList<RepaymentEvent> events,
        string lane,
        CancellationToken cancel
    )
    {
        if (events.Count == 0)
            return ledger;
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var messages = new List<Outgoing<Contracts.Approval.RepaymentChanged>>(events.Count);
        foreach (var happened in events)
        {
            ledger = ledger.Apply(happened);
            RepaymentWriterSql.Add(batch, ledger, happened);
            messages.Add(new(RepaymentMessages.Of(ledger, happened), Activity.Current?.Id));
        }
        RepaymentWriterSql.AddAccount(batch, ledger);
        outbox.AddAll(batch, messages, lane);
        await batch.ExecuteNonQueryAsync(cancel);
        return ledger;
    }

    private static AccountHolder HolderOf(ApprovalCase some) =>
        new(some.Filing.Uscc, some.Filing.ExporterName, some.Filing.TaxAuthority);
}
