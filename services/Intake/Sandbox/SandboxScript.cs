using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Sandbox;

/// <summary>What a filing in the sandbox is to live through.</summary>
public enum SandboxScenario
{
    /// <summary>Clean, reviewed at once, approved.</summary>
    Green,

    /// <summary>Clean, reviewed, approved; what a filing without a reference plays.</summary>
    Approved,

    /// <summary>A doubt that officers may pass (M105), then approved.</summary>
    Passable,

    /// <summary>Clean, reviewed long and by a second post, then approved.</summary>
    Enhanced,

    /// <summary>Clean, taken up and held: no decision comes.</summary>
    Held,

    /// <summary>Sent back for another attempt.</summary>
    Returned,

    /// <summary>Refused.</summary>
    Rejected,

    /// <summary>A doubt that nobody may pass (M104 or, without export lines, R316).</summary>
    Blocked,

    /// <summary>
    /// No customs data yet (M101 or, without export lines, R317); they come on the next read.
    /// </summary>
    Waiting,
}

/// <summary>A step of the script: where the filing stands after a read.</summary>
/// <param name="State">State of the pre-declaration.</param>
/// <param name="DueInDays">
/// Days from the hand-in to the legal limit, Saturdays and Sundays left out; null while no case is
/// open.
/// </param>
/// <param name="Decision">APPROVED, RETURNED or REJECTED when it is decided.</param>
public sealed record SandboxStep(PreDeclarationState State, int? DueInDays, string? Decision);

/// <summary>
/// The steps of each scenario. Each read of the pre-declaration goes one further, so that a client
/// sees every state and never waits.
/// </summary>
public static class SandboxScript
{
    private const string Mark = "SANDBOX-";

    /// <summary>
    /// The scenario that the export invoice number of the first export line names:
    /// SANDBOX-REJECTED-17. Approved when it names none.
    /// </summary>
    public static SandboxScenario ScenarioOf(SubmittedFiling filing)
    {
        var reference = filing.ExportLines.Count == 0 ? "" : filing.ExportLines[0].ExportInvoiceNo;
        var text = CodeText.Normalize(reference);
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
            return SandboxScenario.Approved;
        var name = text[Mark.Length..].Split('-')[0];
        return WireCode.TryParse(name, out SandboxScenario scenario)
            ? scenario
            : SandboxScenario.Approved;
    }

    /// <summary>The step after so many reads; null when nothing moves any more.</summary>
    /// <param name="reads">Reads of the live attempt, 1 or more.</param>
    public static SandboxStep? After(SandboxScenario scenario, int reads) =>
        reads <= Steps(scenario).Length ? Steps(scenario)[reads - 1] : null;

    private static SandboxStep[] Steps(SandboxScenario scenario) =>
        scenario switch
        {
            SandboxScenario.Green => [Review(3), Decided("APPROVED", 3)],
            SandboxScenario.Approved or SandboxScenario.Passable =>
            [
                Review(10),
                Decided("APPROVED", 10),
            ],
            SandboxScenario.Enhanced =>
            [
                Review(20),
                Review(20),
                Review(20),
                Decided("APPROVED", 20),
            ],
            SandboxScenario.Held => [Review(10), new(PreDeclarationState.Held, 10, null)],
            SandboxScenario.Returned => [Review(10), Decided("RETURNED", 10)],
            SandboxScenario.Rejected => [Review(10), Decided("REJECTED", 10)],
            SandboxScenario.Blocked => [],
            SandboxScenario.Waiting =>
            [
                new(PreDeclarationState.Cleared, null, null),
                Review(10),
                Decided("APPROVED", 10),
            ],
        };

    private static SandboxStep Review(int days) => new(PreDeclarationState.UnderReview, days, null);

    private static SandboxStep Decided(string decision, int days) =>
        new(
            PreDeclaration.AfterDecision(PreDeclarationState.UnderReview, decision)!.Value,
            days,
            decision
        );
}
