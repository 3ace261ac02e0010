using System.Text.Json;
using System.Text.Json.Serialization;

namespace RebateFlow.Intake.Feeds;

/// <summary>Reading code for the rows of the feeds, made at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 4
)]
[JsonSerializable(typeof(EnterpriseRow))]
[JsonSerializable(typeof(CustomsDeclarationRow))]
[JsonSerializable(typeof(VatInvoiceRow))]
[JsonSerializable(typeof(RateLibraryFeedRow))]
[JsonSerializable(typeof(ExchangeRateFeedRow))]
[JsonSerializable(typeof(VatReturnRow))]
[JsonSerializable(typeof(ProcessingBookRow))]
[JsonSerializable(typeof(AgencyCertificateRow))]
[JsonSerializable(typeof(FxReceiptRow))]
[JsonSerializable(typeof(DoubtCodeRow))]
[JsonSerializable(typeof(CheckSettingRow))]
[JsonSerializable(typeof(PolicyPeriodRow))]
[JsonSerializable(typeof(ClassCriterionRow))]
[JsonSerializable(typeof(NoDataEffectRow))]
[JsonSerializable(typeof(VoucherKindFeedRow))]
[JsonSerializable(typeof(FeedAnswer))]
public sealed partial class FeedJson : JsonSerializerContext;
