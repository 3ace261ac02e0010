using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Checks;

/// <summary>A check of the header.</summary>
internal delegate Finding? HeaderCheck(CheckedFiling filing);

/// <summary>A check of an export line.</summary>
internal delegate Finding? ExportCheck(CheckedExportLine line);

/// <summary>A check of a purchase line.</summary>
internal delegate Finding? PurchaseCheck(CheckedPurchaseLine line);

/// <summary>A check of an association.</summary>
internal delegate Finding? AssociationCheck(Association association);

/// <summary>A check of the month's figures (ECR).</summary>
internal delegate Finding? SummaryCheck(CheckedFiling filing, EcrSummary summary);
