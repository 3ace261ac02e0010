using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RebateFlow.Console.Demo;

/// <summary>
/// A sample filing of <c>seeds/demo/filings</c>: its story, its body, its steps, its end.
/// </summary>
public sealed record DemoFiling
{
    /// <summary>Number and name of the file.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    [JsonPropertyName("title_zh")]
    public required string TitleZh { get; init; }

    [JsonPropertyName("title_en")]
    public required string TitleEn { get; init; }

    [JsonPropertyName("story_zh")]
    public required string StoryZh { get; init; }

    [JsonPropertyName("story_en")]
    public required string StoryEn { get; init; }

    /// <summary>Client that hands it in, such as exporter-1.</summary>
    public required string Exporter { get; init; }

    /// <summary>Body of the first attempt; null when <see cref="Generator"/> makes it.</summary>
    public JsonObject? Submission { get; init; }

    /// <summary>Declarant of a generated body.</summary>
    public string? Uscc { get; init; }

    /// <summary>Description of a large body.</summary>
    public GeneratedFiling? Generator { get; init; }

    /// <summary>Feedback of the first attempt, where it is not the last word.</summary>
    public ExpectedFeedback? FirstFeedback { get; init; }

    /// <summary>What happens after the first feedback, in order.</summary>
    public required IReadOnlyList<DemoStep> Steps { get; init; }

    public required Expected Expect { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <param name="run">Serial of the run, three digits, put into every voucher number.</param>
    /// <exception cref="InvalidDataException">The file is not a sample filing.</exception>
    public static DemoFiling Load(string file, string run)
    {
        var text = File.ReadAllText(file).Replace("{run}", run, StringComparison.Ordinal);
        try
        {
            return JsonSerializer.Deserialize<DemoFiling>(text, Json)! with
            {
                Name = Path.GetFileNameWithoutExtension(file),
            };
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file}: {fault.Message}", fault);
        }
    }
}

/// <summary>One step; which of the members is set says what it is.</summary>
public sealed record DemoStep
{
    /// <summary>Feed to push <see cref="Rows"/> to.</summary>
    public string? Feed { get; init; }
    public IReadOnlyList<JsonObject> Rows { get; init; } = [];

    [JsonPropertyName("why_zh")]
    public string? WhyZh { get; init; }

    [JsonPropertyName("why_en")]
    public string? WhyEn { get; init; }

    /// <summary>Corrections that make the next attempt.</summary>
    public IReadOnlyList<Correction>? Correct { get; init; }

    /// <summary><c>recheck</c>: wait until the attempt is compared again by itself.</summary>
    public string? Wait { get; init; }

    /// <summary>ERROR or WAIVER: the exporter takes the filing back.</summary>
    public string? Withdraw { get; init; }

    /// <summary>
    /// pass, return, approve or reject; approving and rejecting goes through every post.
    /// </summary>
    public string? Officer { get; init; }

    /// <summary>Code of the doubt to pass.</summary>
    public string? Doubt { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Feedback as a filing expects it.</summary>
/// <param name="Doubts">Codes of all doubts, in any order, one for each occurrence.</param>
public sealed record ExpectedFeedback(string Outcome, IReadOnlyList<string> Doubts);

/// <summary>How a filing ends. Amounts in CNY yuan; what is null is not looked at.</summary>
public sealed record Expected
{
    public required string Outcome { get; init; }
    public required IReadOnlyList<string> Doubts { get; init; }
    public required string RebateDue { get; init; }
    public required string ExemptCredit { get; init; }
    public string? DisallowedTax { get; init; }
    public string? EcrTax { get; init; }
    public PublishedAnswer? PublishedAnswer { get; init; }

    /// <summary>express or ordinary: the queues the filing travels through.</summary>
    public string? Lane { get; init; }

    /// <summary>GREEN, STANDARD or ENHANCED; null when no case is opened.</summary>
    public string? Channel { get; init; }

    /// <summary>Grades that are right; history may move one.</summary>
    public IReadOnlyList<string> Grades { get; init; } = [];

    /// <summary>Kinds of watchlist entries that must be hit.</summary>
    public IReadOnlyList<string> Watchlist { get; init; } = [];
    public int? DueWorkingDays { get; init; }
    public string? Decision { get; init; }

    /// <summary>State at the end where it is not the decision.</summary>
    public string? State { get; init; }
    public int? AttemptNo { get; init; }
}

/// <summary>The answer of a published example, CNY yuan; what it does not say is null.</summary>
public sealed record PublishedAnswer
{
    /// <summary>E01 to E24.</summary>
    public required string Example { get; init; }
    public string? RebateDue { get; init; }
    public string? ExemptCredit { get; init; }
    public string? DisallowedTax { get; init; }

    /// <summary>True when the published answer is wrong and ours must differ from it.</summary>
    public bool Corrected { get; init; }

    [JsonPropertyName("note_zh")]
    public string? NoteZh { get; init; }

    [JsonPropertyName("note_en")]
    public string? NoteEn { get; init; }
}
