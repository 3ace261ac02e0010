using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.SelfInspections;
using RebateFlow.Intake.Withdrawals;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Requests;

/// <summary>Reading and writing code for what is stored and sent, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(DayConverter)]
)]
[JsonSerializable(typeof(SubmittedFiling))]
[JsonSerializable(typeof(WithdrawPreDeclaration.Request))]
[JsonSerializable(typeof(NoDataRequest))]
[JsonSerializable(typeof(SelfInspectionRequest))]
public sealed partial class RequestJson : JsonSerializerContext;

/// <summary>
/// What is stored beside an attempt. Additions only: old rows must stay readable.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true
)]
[JsonSerializable(typeof(Doubt[]))]
[JsonSerializable(typeof(RebateResult))]
[JsonSerializable(typeof(FilingContent))]
public sealed partial class StoredJson : JsonSerializerContext;

/// <summary>The forms that are stored, with Chinese text as it is and not as escapes.</summary>
public static class Stored
{
    private static readonly StoredJson Readable = new(
        new JsonSerializerOptions(StoredJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    /// <summary>The rebate with its derivations.</summary>
    public static JsonTypeInfo<RebateResult> Rebate => Readable.RebateResult;

    /// <summary>A page of doubts.</summary>
    public static JsonTypeInfo<Doubt[]> Doubts => Readable.DoubtArray;

    /// <summary>What travels to Risk and Approval.</summary>
    public static JsonTypeInfo<FilingContent> Content => Readable.FilingContent;
}
