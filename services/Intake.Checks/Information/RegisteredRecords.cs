namespace RebateFlow.Intake.Checks.Information;

/// <summary>A processing handbook or ledger 手(账)册 as registered.</summary>
public sealed record ProcessingBookRecord
{
    /// <summary>12 characters.</summary>
    public required string BookNo { get; init; }

    /// <summary>Enterprise it was registered for, unified social credit code.</summary>
    public required string Uscc { get; init; }

    /// <summary>Planned allocation rate 计划分配率 as a fraction, 0 to 1.</summary>
    public required decimal PlannedAllocationRate { get; init; }

    /// <summary>Whether it is settled and closed 已核销.</summary>
    public required bool Closed { get; init; }

    /// <summary>Last day to settle it; null when none is set.</summary>
    public DateOnly? SettlementDueOn { get; init; }
}

/// <summary>A certificate of export goods by agent 代理出口货物证明, one item.</summary>
public sealed record AgencyCertificateRecord
{
    /// <summary>20 characters.</summary>
    public required string CertificateNo { get; init; }

    /// <summary>Principal 委托方 who declares the rebate, unified social credit code.</summary>
    public required string PrincipalUscc { get; init; }

    /// <summary>Customs declaration line it certifies, 21 characters.</summary>
    public required string CustomsDeclarationLineNo { get; init; }
}
