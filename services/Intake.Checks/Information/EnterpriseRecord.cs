using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>What the register of rebate filers knows about the declarant.</summary>
public sealed record EnterpriseRecord
{
    /// <summary>Unified social credit code.</summary>
    public required string Uscc { get; init; }

    /// <summary>Foreign trade, production or comprehensive service.</summary>
    public required EnterpriseKind Kind { get; init; }

    /// <summary>Enterprise class 出口企业管理类别, 1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>Date of the registration for rebates 备案; null when there is none.</summary>
    public required DateOnly? RegisteredOn { get; init; }

    /// <summary>Whether the right to rebates is suspended.</summary>
    public required bool Suspended { get; init; }
}

/// <summary>Kinds of exporters.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<EnterpriseKind>))]
public enum EnterpriseKind
{
    /// <summary>Foreign-trade enterprise 外贸企业: method ER.</summary>
    Ft,

    /// <summary>Production enterprise 生产企业: method ECR.</summary>
    Pe,

    /// <summary>
    /// Comprehensive foreign-trade service enterprise 外贸综合服务企业: method ER; it alone declares
    /// agency rebates 代办退税.
    /// </summary>
    Cs,
}
