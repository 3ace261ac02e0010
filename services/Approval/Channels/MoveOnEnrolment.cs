using MassTransit;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Enrolments;
using RebateFlow.Contracts.Approval;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// An enrolment began, changed or ended: the live cases of the enterprise are decided again, and
/// those approved as green on days that it no longer covers are flagged.
/// </summary>
/// <remarks>
/// Each case in a transaction of its own. Deciding again is safe to repeat, so no inbox is needed.
/// </remarks>
public sealed class MoveOnEnrolment(NpgsqlDataSource database, CaseMoves moves, AuthorityClock zone)
    : IConsumer<GreenChannelEnrolmentChanged>
{
    public async Task Consume(ConsumeContext<GreenChannelEnrolmentChanged> context)
    {
        var cancel = context.CancellationToken;
        var uscc = context.Message.Uscc;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var newest = (await EnrolmentSql.ListAsync(connection, new(uscc, null, null, 200)))
            .Where(one => one.Approved is not null)
            .MaxBy(one => (one.Ended ?? one.Approved)!.At);
        if (newest is null)
            return;
        var reason = ReasonOf(newest);
        for (var after = Guid.Empty; ; )
        {
            var page = await CaseMoveSql.LiveAsync(connection, uscc, null, after);
            if (page.Count == 0)
                break;
            foreach (var caseId in page)
                await MoveAsync(connection, caseId, reason, cancel);
            after = page[^1];
        }
        if (newest is { Ended: not null, ValidTo: { } last })
            foreach (
                var caseId in await CaseMoveSql.UncoveredAsync(
                    connection,
                    uscc,
                    zone.StartOf(last.AddDays(1))
                )
            )
                await MoveAsync(connection, caseId, reason, cancel);
    }

    private async Task MoveAsync(
        NpgsqlConnection connection,
        Guid caseId,
        MoveReason reason,
        CancellationToken cancel
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await moves.RunAsync(transaction, caseId, reason, cancel);
        await transaction.CommitAsync(cancel);
    }

    private static MoveReason ReasonOf(Enrolment enrolment) =>
        new(
            MoveCause.Enrolment,
            enrolment.Ended is null
                ? new(
                    $"企业自 {enrolment.ValidFrom:yyyy-MM-dd} 起列入绿色通道",
                    $"The enterprise is enrolled from {enrolment.ValidFrom:yyyy-MM-dd} on"
                )
                : new(
                    $"企业绿色通道登记终止（{WireCode.Of(enrolment.EndCause!.Value)}）："
                        + enrolment.EndedReason,
                    $"The enrolment ended ({WireCode.Of(enrolment.EndCause!.Value)}): "
                        + enrolment.EndedReason
                )
        );
}
