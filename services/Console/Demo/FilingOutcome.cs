using System.Text.Json.Nodes;

namespace RebateFlow.Console.Demo;

/// <summary>What became of a filing, gathered from the answers of the three services.</summary>
public sealed record FilingOutcome
{
    /// <summary>
    /// Feedback of every attempt in the order it came, a repeated check included.
    /// </summary>
    public required IReadOnlyList<FoundFeedback> Feedbacks { get; init; }

    public required string State { get; init; }
    public required int AttemptNo { get; init; }
    public required FoundRebate Rebate { get; init; }

    /// <summary>The case of the last attempt; null when none was opened.</summary>
    public OpenedCase? Case { get; init; }

    /// <summary>APPROVED, REJECTED or RETURNED; null when nothing was decided.</summary>
    public string? Decision { get; init; }
}

/// <param name="Doubts">Codes in form order.</param>
public sealed record FoundFeedback(string Outcome, IReadOnlyList<string> Doubts);

/// <summary>The rebate as Intake computed it: CNY yuan, two decimals, as text.</summary>
public sealed record FoundRebate
{
    public required string RebateDue { get; init; }
    public required string ExemptCredit { get; init; }

    /// <summary>Row 9 of the ECR summary; null for ER.</summary>
    public string? DisallowedTax { get; init; }

    /// <summary>Row 10 of the ECR summary; null for ER.</summary>
    public string? EcrTax { get; init; }

    /// <summary>How the first line's figures came about.</summary>
    public string Derivation { get; init; } = "";

    /// <param name="filing">Answer of <c>GET /v1/pre-declarations/{id}</c>.</param>
    public static FoundRebate Of(JsonObject filing)
    {
        var rebate = filing["rebate"];
        var first = rebate?["lines"]?.AsArray().FirstOrDefault();
        return new FoundRebate
        {
            RebateDue = rebate?["rebateDue"]?.GetValue<string>() ?? "0.00",
            ExemptCredit = rebate?["exemptCredit"]?.GetValue<string>() ?? "0.00",
            DisallowedTax = SummaryRow(rebate, 9),
            EcrTax = SummaryRow(rebate, 10),
            Derivation = first?["derivation"]?["text"]?.GetValue<string>() ?? "",
        };
    }

    private static string? SummaryRow(JsonNode? rebate, int row) =>
        rebate
            ?["summary"]?.AsArray()
            .FirstOrDefault(one => one!["row"]!.GetValue<int>() == row)
            ?["value"]?.GetValue<string>();
}
