using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tasks;

/// <summary>Tasks in words.</summary>
public static class TaskTexts
{
    /// <summary>What is to be done.</summary>
    public static Bilingual Of(TaskKind kind, string subject) =>
        kind switch
        {
            TaskKind.Letter when subject.Length > 0 => new(
                $"向供货企业 {subject} 的主管税务机关发函并收到复函",
                $"a letter to the authority of supplier {subject}, and its reply"
            ),
            TaskKind.Letter => new(
                "向供货企业主管税务机关发函并收到复函",
                "a letter to a supplier's authority, and its reply"
            ),
            TaskKind.Hold => new(
                "由复审岗或核准岗解除前暂不办理",
                "on hold until the re-review or approval post releases it"
            ),
            TaskKind.SelfInspection => new(
                "企业报送自查表并经审阅",
                "the exporter's self-inspection form, read by an officer"
            ),
            TaskKind.EnhancedReview => new("加强审核：须两人同意", "two officers have to agree"),
            TaskKind.Visit => new(
                "由调查评估岗实地核查并填写核查报告",
                "a visit by the evaluation post, with its report"
            ),
        };
}
