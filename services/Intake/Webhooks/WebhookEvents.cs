using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Types of events, and the states of a pre-declaration that they stand for.</summary>
/// <remarks>When a hold ends, the case is with the officers again: case-opened once more.</remarks>
public static class WebhookEvents
{
    /// <summary>State of a delivery that an exporter asked for as a test.</summary>
    public const string TestState = "TEST";

    private const string TestType = "webhook.test";

    private static readonly (string Type, PreDeclarationState[] States)[] All =
    [
        ("pre-declaration.fed-back", [PreDeclarationState.Cleared, PreDeclarationState.Blocked]),
        ("pre-declaration.waiting-for-data", [PreDeclarationState.AwaitingData]),
        ("pre-declaration.case-opened", [PreDeclarationState.UnderReview]),
        ("pre-declaration.held", [PreDeclarationState.Held]),
        ("pre-declaration.approved", [PreDeclarationState.Approved]),
        ("pre-declaration.returned", [PreDeclarationState.Returned]),
        ("pre-declaration.rejected", [PreDeclarationState.Rejected]),
        ("pre-declaration.formally-declared", [PreDeclarationState.FormallyDeclared]),
    ];

    private static readonly Dictionary<string, string[]> StatesByType = All.ToDictionary(
        one => one.Type,
        one => one.States.Select(WireCode.Of).ToArray(),
        StringComparer.Ordinal
    );

    private static readonly Dictionary<string, string> TypeByState = StatesByType
        .SelectMany(one => one.Value.Select(state => (State: state, Type: one.Key)))
        .Append((State: TestState, Type: TestType))
        .ToDictionary(one => one.State, one => one.Type, StringComparer.Ordinal);

    /// <summary>The types that can be asked for.</summary>
    public static IReadOnlyCollection<string> Types => StatesByType.Keys;

    /// <summary>Whether a type can be asked for.</summary>
    public static bool IsKnown(string type) => StatesByType.ContainsKey(type);

    /// <summary>The states that some types stand for.</summary>
    public static string[] StatesOf(IEnumerable<string> types) =>
        [.. types.SelectMany(type => StatesByType[type])];

    /// <summary>The type of a state that deliveries are written for.</summary>
    public static string TypeOf(string state) => TypeByState[state];
}
