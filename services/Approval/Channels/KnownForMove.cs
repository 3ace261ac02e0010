using System.Text.Json;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Channels;

/// <summary>What the database knows of a case besides its row.</summary>
public sealed record KnownForMove
{
    public string Message { get; init; } = "";
    public string? Reassessment { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    /// <summary>JSON of <see cref="CaseFacts"/>.</summary>
    public string Own { get; init; } = "";

    public MoveFacts ToFacts(CaseClock clock)
    {
        var first = Read<RiskAssessed>(Message);
        return new()
        {
            Assessment = Reassessment is { } later
                ? LaterAssessment.Apply(first, Read<RiskReassessed>(later))
                : first,
            Enrolment = ValidFrom is { } from ? new(from, ValidTo) : null,
            Own = ChannelJson.Read<CaseFacts>(Own),
            Clock = clock,
        };
    }

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, MessageJson.Options)
        ?? throw new InvalidDataException("A stored message is null.");
}
