using Dapper;
using Npgsql;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Channels;

/// <summary>What only a case has of all that its channel is decided on.</summary>
public static class CaseFactsSql
{
    /// <summary>
    /// The <see cref="CaseFacts"/> of the case <c>c</c> as JSON, for any statement that reads it.
    /// </summary>
    public const string Facts = """
        json_build_object(
            'onHold', EXISTS (
                SELECT FROM case_hold h WHERE h.case_id = c.case_id AND h.released_at IS NULL),
            'sampleDrawPercent', c.sample_draw_percent,
            'drawnBefore', c.sample_drawn)
        """;

    private const string Query = $"""
        SELECT {Facts} FROM approval_case c WHERE c.case_id = @caseId
        """;

    /// <summary>The facts of a case whose row the transaction has locked.</summary>
    public static async Task<CaseFacts> ReadAsync(NpgsqlTransaction transaction, Guid caseId) =>
        ChannelJson.Read<CaseFacts>(
            await transaction.Connection!.QuerySingleAsync<string>(
                Query,
                new { caseId },
                transaction
            )
        );
}
