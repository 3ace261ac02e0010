using System.Text.Json.Serialization;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Receipts;

/// <summary>Reading code made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 16,
    Converters = [typeof(DayConverter)]
)]
[JsonSerializable(typeof(DeclareFormally.Request))]
[JsonSerializable(typeof(ReceiptDocument.DatedFiling))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
