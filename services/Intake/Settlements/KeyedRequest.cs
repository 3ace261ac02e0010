using Npgsql;
using RebateFlow.Intake.Requests;

namespace RebateFlow.Intake.Settlements;

/// <summary>A request with its Idempotency-Key: a repeat gets the same answer.</summary>
/// <param name="Owner">Whose key it is: the exporter's code, or the officer.</param>
/// <param name="Key">The key.</param>
/// <param name="Hash">SHA-256 of address and body.</param>
internal sealed record KeyedRequest(string Owner, string Key, byte[] Hash)
{
    public Task<SettlementAct?> FindAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        SettlementActSql.FindByKeyAsync(connection, Owner, Key, cancel);

    /// <summary>The settlement as it is now; a refusal when the request was another one.</summary>
    public async Task<IResult> AnswerAsync(
        HttpContext http,
        NpgsqlConnection connection,
        SettlementAct before,
        (string? Uscc, string? TaxAuthority) reader
    )
    {
        if (!before.RequestHash.AsSpan().SequenceEqual(Hash))
            return RequestHeaders.KeyReused(http);
        var row = await SettlementSql.FindAsync(
            connection,
            before.SettlementId,
            reader,
            http.RequestAborted
        );
        if (row is null)
            return GetSettlement.Unknown(http);
        var view = await GetSettlement.ViewAsync(http, connection, row);
        return before.Act == "HANDED_IN"
            ? TypedResults.Created($"/v1/settlements/{row.Id}", view)
            : TypedResults.Ok(view);
    }
}
