// Made from supabase/migrations by `npm run generate`. Do not edit.
export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[]

export type Database = {
  // Allows to automatically instantiate createClient with right options
  // instead of createClient<Database, { PostgrestVersion: 'XX' }>(URL, KEY)
  __InternalSupabase: {
    PostgrestVersion: "13"
  }
  public: {
    Tables: {
      ai_extraction_queue: {
        Row: {
          accuracy: number | null
          attempt: number
          calls: number
          cancel_requested: boolean
          configuration_id: string | null
          configuration_version: number | null
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          error_code: string | null
          error_message: string | null
          field_accuracy: Json | null
          finished_at: string | null
          goes_on: boolean
          ground_truth: Json | null
          id: string
          input_data: string | null
          input_mime_type: string | null
          input_path: string | null
          input_text: string | null
          input_tokens: number
          input_type: string
          kind: string
          lease_token: string | null
          max_attempts: number
          model_config: Json | null
          name: string | null
          output_tokens: number
          position: number
          priority: number
          queued_at: string | null
          reserve_least_nano_usd: number
          reserve_most_nano_usd: number
          result: Json | null
          round: number
          run_id: string | null
          schema: NonNullable<Json>
          stage: string | null
          stage_results: NonNullable<Json>
          stages: NonNullable<Json>
          started_at: string | null
          status: string
          takeovers: number
          turn: number | null
          turn_of: string
          user_id: string | null
          wake_at: string | null
        }
        Insert: {
          accuracy?: number | null
          attempt?: number
          calls?: number
          cancel_requested?: boolean
          configuration_id?: string | null
          configuration_version?: number | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          field_accuracy?: Json | null
          finished_at?: string | null
          goes_on?: boolean
          ground_truth?: Json | null
          id?: string
          input_data?: string | null
          input_mime_type?: string | null
          input_path?: string | null
          input_text?: string | null
          input_tokens?: number
          input_type: string
          kind?: string
          lease_token?: string | null
          max_attempts?: number
          model_config?: Json | null
          name?: string | null
          output_tokens?: number
          position?: never
          priority?: number
          queued_at?: string | null
          reserve_least_nano_usd?: number
          reserve_most_nano_usd?: number
          result?: Json | null
          round?: number
          run_id?: string | null
          schema: NonNullable<Json>
          stage?: string | null
          stage_results?: NonNullable<Json>
          stages: NonNullable<Json>
          started_at?: string | null
          status?: string
          takeovers?: number
          turn?: number | null
          turn_of?: never
          user_id?: string | null
          wake_at?: string | null
        }
        Update: {
          accuracy?: number | null
          attempt?: number
          calls?: number
          cancel_requested?: boolean
          configuration_id?: string | null
          configuration_version?: number | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          field_accuracy?: Json | null
          finished_at?: string | null
          goes_on?: boolean
          ground_truth?: Json | null
          id?: string
          input_data?: string | null
          input_mime_type?: string | null
          input_path?: string | null
          input_text?: string | null
          input_tokens?: number
          input_type?: string
          kind?: string
          lease_token?: string | null
          max_attempts?: number
          model_config?: Json | null
          name?: string | null
          output_tokens?: number
          position?: never
          priority?: number
          queued_at?: string | null
          reserve_least_nano_usd?: number
          reserve_most_nano_usd?: number
          result?: Json | null
          round?: number
          run_id?: string | null
          schema?: NonNullable<Json>
          stage?: string | null
          stage_results?: NonNullable<Json>
          stages?: NonNullable<Json>
          started_at?: string | null
          status?: string
          takeovers?: number
          turn?: number | null
          turn_of?: never
          user_id?: string | null
          wake_at?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "ai_extraction_queue_configuration_id_fkey"
            columns: ["configuration_id"]
            referencedRelation: "configuration_performance"
            referencedColumns: ["configuration_id"]
          },
          {
            foreignKeyName: "ai_extraction_queue_configuration_id_fkey"
            columns: ["configuration_id"]
            referencedRelation: "model_configurations"
            referencedColumns: ["id"]
          },
        ]
      }
      benchmark_results: {
        Row: {
          approach: string
          benchmark_run_id: string
          code_quality: number | null
          completeness: number | null
          complexity: string
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          duration_ms: number
          error_code: string | null
          error_message: string | null
          functionality: number | null
          id: string
          input_tokens: number
          learnt_order: number | null
          model: string
          output_tokens: number
          performance: number | null
          project: string
          provider: string
          quality_score: number | null
          repetition: number
          status: string
          success: boolean | null
          task_type: string
          user_id: string | null
        }
        Insert: {
          approach: string
          benchmark_run_id: string
          code_quality?: number | null
          completeness?: number | null
          complexity: string
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          duration_ms: number
          error_code?: string | null
          error_message?: string | null
          functionality?: number | null
          id?: string
          input_tokens?: number
          learnt_order?: number | null
          model: string
          output_tokens?: number
          performance?: number | null
          project: string
          provider: string
          quality_score?: number | null
          repetition?: number
          status: string
          success?: never
          task_type: string
          user_id?: string | null
        }
        Update: {
          approach?: string
          benchmark_run_id?: string
          code_quality?: number | null
          completeness?: number | null
          complexity?: string
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          duration_ms?: number
          error_code?: string | null
          error_message?: string | null
          functionality?: number | null
          id?: string
          input_tokens?: number
          learnt_order?: number | null
          model?: string
          output_tokens?: number
          performance?: number | null
          project?: string
          provider?: string
          quality_score?: number | null
          repetition?: number
          status?: string
          success?: never
          task_type?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "benchmark_results_benchmark_run_id_fkey"
            columns: ["benchmark_run_id"]
            referencedRelation: "benchmark_runs"
            referencedColumns: ["id"]
          },
        ]
      }
      benchmark_runs: {
        Row: {
          created_at: string
          finished_at: string | null
          id: string
          name: string
          settings: NonNullable<Json>
          started_at: string
          user_id: string | null
        }
        Insert: {
          created_at?: string
          finished_at?: string | null
          id?: string
          name: string
          settings?: NonNullable<Json>
          started_at?: string
          user_id?: string | null
        }
        Update: {
          created_at?: string
          finished_at?: string | null
          id?: string
          name?: string
          settings?: NonNullable<Json>
          started_at?: string
          user_id?: string | null
        }
        Relationships: []
      }
      configuration_usage: {
        Row: {
          accuracy: number | null
          configuration_id: string
          configuration_version: number
          cost_nano_usd: number | null
          cost_usd: number | null
          duration_ms: number
          error_code: string | null
          id: string
          item_id: string
          round: number
          success: boolean
          used_at: string
          user_id: string | null
        }
        Insert: {
          accuracy?: number | null
          configuration_id: string
          configuration_version: number
          cost_nano_usd?: number | null
          cost_usd?: never
          duration_ms: number
          error_code?: string | null
          id?: string
          item_id: string
          round: number
          success: boolean
          used_at?: string
          user_id?: string | null
        }
        Update: {
          accuracy?: number | null
          configuration_id?: string
          configuration_version?: number
          cost_nano_usd?: number | null
          cost_usd?: never
          duration_ms?: number
          error_code?: string | null
          id?: string
          item_id?: string
          round?: number
          success?: boolean
          used_at?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "configuration_usage_configuration_id_fkey"
            columns: ["configuration_id"]
            referencedRelation: "configuration_performance"
            referencedColumns: ["configuration_id"]
          },
          {
            foreignKeyName: "configuration_usage_configuration_id_fkey"
            columns: ["configuration_id"]
            referencedRelation: "model_configurations"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "configuration_usage_item_id_fkey"
            columns: ["item_id"]
            referencedRelation: "ai_extraction_queue"
            referencedColumns: ["id"]
          },
        ]
      }
      experiment_agents: {
        Row: {
          agent_number: number
          experiment_id: string
          group_number: number
          id: string
          initial_power: number
          model: string
          model_name: string
          power: number
          provider: string
          scenario: string
          score: number
          user_id: string | null
        }
        Insert: {
          agent_number: number
          experiment_id: string
          group_number: number
          id?: string
          initial_power: number
          model: string
          model_name: string
          power: number
          provider: string
          scenario: string
          score?: number
          user_id?: string | null
        }
        Update: {
          agent_number?: number
          experiment_id?: string
          group_number?: number
          id?: string
          initial_power?: number
          model?: string
          model_name?: string
          power?: number
          provider?: string
          scenario?: string
          score?: number
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "experiment_agents_experiment_id_fkey"
            columns: ["experiment_id"]
            referencedRelation: "experiments"
            referencedColumns: ["id"]
          },
        ]
      }
      experiment_calls: {
        Row: {
          agent_number: number
          answer: string | null
          begun_at: string
          call_number: number
          cost_nano_usd: number | null
          decision: string | null
          error_code: string | null
          experiment_id: string
          fallback_from: string | null
          group_number: number
          id: string
          input_tokens: number | null
          model: string
          other_number: number
          output_tokens: number | null
          provider: string
          reached_by: string | null
          reserved_nano_usd: number
          round_number: number
          stage: string
          status: string
          try_number: number
          user_id: string | null
        }
        Insert: {
          agent_number: number
          answer?: string | null
          begun_at?: string
          call_number: number
          cost_nano_usd?: number | null
          decision?: string | null
          error_code?: string | null
          experiment_id: string
          fallback_from?: string | null
          group_number: number
          id?: string
          input_tokens?: number | null
          model: string
          other_number?: number
          output_tokens?: number | null
          provider: string
          reached_by?: string | null
          reserved_nano_usd?: number
          round_number: number
          stage: string
          status?: string
          try_number: number
          user_id?: string | null
        }
        Update: {
          agent_number?: number
          answer?: string | null
          begun_at?: string
          call_number?: number
          cost_nano_usd?: number | null
          decision?: string | null
          error_code?: string | null
          experiment_id?: string
          fallback_from?: string | null
          group_number?: number
          id?: string
          input_tokens?: number | null
          model?: string
          other_number?: number
          output_tokens?: number | null
          provider?: string
          reached_by?: string | null
          reserved_nano_usd?: number
          round_number?: number
          stage?: string
          status?: string
          try_number?: number
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "experiment_calls_experiment_id_fkey"
            columns: ["experiment_id"]
            referencedRelation: "experiments"
            referencedColumns: ["id"]
          },
        ]
      }
      experiment_rounds: {
        Row: {
          created_at: string
          decisions: NonNullable<Json>
          experiment_id: string
          group_number: number
          id: string
          round_number: number
          standings: NonNullable<Json>
          strategies: NonNullable<Json>
          user_id: string | null
        }
        Insert: {
          created_at?: string
          decisions: NonNullable<Json>
          experiment_id: string
          group_number: number
          id?: string
          round_number: number
          standings: NonNullable<Json>
          strategies: NonNullable<Json>
          user_id?: string | null
        }
        Update: {
          created_at?: string
          decisions?: NonNullable<Json>
          experiment_id?: string
          group_number?: number
          id?: string
          round_number?: number
          standings?: NonNullable<Json>
          strategies?: NonNullable<Json>
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "experiment_rounds_experiment_id_fkey"
            columns: ["experiment_id"]
            referencedRelation: "experiments"
            referencedColumns: ["id"]
          },
        ]
      }
      experiments: {
        Row: {
          agents_per_group: number
          budget_nano_usd: number | null
          calls_begun: number
          configuration: NonNullable<Json>
          configuration_hash: string
          default_model: NonNullable<Json>
          error_code: string | null
          error_message: string | null
          finished_at: string | null
          groups: NonNullable<Json>
          id: string
          lease_expires_at: string
          lease_token: string
          models: NonNullable<Json>
          reserved_nano_usd: number
          rounds_per_group: number
          seed: number
          spent_nano_usd: number
          started_at: string
          status: string
          takeovers: number
          user_id: string | null
          warnings: NonNullable<Json>
        }
        Insert: {
          agents_per_group: number
          budget_nano_usd?: number | null
          calls_begun?: number
          configuration: NonNullable<Json>
          configuration_hash: string
          default_model: NonNullable<Json>
          error_code?: string | null
          error_message?: string | null
          finished_at?: string | null
          groups: NonNullable<Json>
          id?: string
          lease_expires_at: string
          lease_token?: string
          models: NonNullable<Json>
          reserved_nano_usd?: number
          rounds_per_group: number
          seed: number
          spent_nano_usd?: number
          started_at?: string
          status?: string
          takeovers?: number
          user_id?: string | null
          warnings?: NonNullable<Json>
        }
        Update: {
          agents_per_group?: number
          budget_nano_usd?: number | null
          calls_begun?: number
          configuration?: NonNullable<Json>
          configuration_hash?: string
          default_model?: NonNullable<Json>
          error_code?: string | null
          error_message?: string | null
          finished_at?: string | null
          groups?: NonNullable<Json>
          id?: string
          lease_expires_at?: string
          lease_token?: string
          models?: NonNullable<Json>
          reserved_nano_usd?: number
          rounds_per_group?: number
          seed?: number
          spent_nano_usd?: number
          started_at?: string
          status?: string
          takeovers?: number
          user_id?: string | null
          warnings?: NonNullable<Json>
        }
        Relationships: []
      }
      extraction_results: {
        Row: {
          accuracy: number | null
          attempt: number
          cached_input_tokens: number
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          error_code: string | null
          error_message: string | null
          executed_at: string
          id: string
          input_tokens: number
          item_id: string
          latency_ms: number
          model: string
          output: Json | null
          output_tokens: number
          provider: string
          raw_answer: string
          repeat: number
          role: string
          round: number
          stage: string
          stage_number: number
          status: string
          user_id: string | null
        }
        Insert: {
          accuracy?: number | null
          attempt: number
          cached_input_tokens?: number
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          executed_at: string
          id: string
          input_tokens: number
          item_id: string
          latency_ms: number
          model: string
          output?: Json | null
          output_tokens: number
          provider: string
          raw_answer?: string
          repeat?: number
          role?: string
          round: number
          stage: string
          stage_number: number
          status: string
          user_id?: string | null
        }
        Update: {
          accuracy?: number | null
          attempt?: number
          cached_input_tokens?: number
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          executed_at?: string
          id?: string
          input_tokens?: number
          item_id?: string
          latency_ms?: number
          model?: string
          output?: Json | null
          output_tokens?: number
          provider?: string
          raw_answer?: string
          repeat?: number
          role?: string
          round?: number
          stage?: string
          stage_number?: number
          status?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "extraction_results_item_id_fkey"
            columns: ["item_id"]
            referencedRelation: "ai_extraction_queue"
            referencedColumns: ["id"]
          },
        ]
      }
      model_configurations: {
        Row: {
          created_at: string
          description: string | null
          id: string
          limits: NonNullable<Json>
          name: string
          orchestrator_model: string | null
          orchestrator_prompt: string | null
          stage_models: NonNullable<Json>
          stage_modes: NonNullable<Json>
          temperature: number
          updated_at: string
          user_id: string | null
          version: number
        }
        Insert: {
          created_at?: string
          description?: string | null
          id?: string
          limits?: NonNullable<Json>
          name: string
          orchestrator_model?: string | null
          orchestrator_prompt?: string | null
          stage_models?: NonNullable<Json>
          stage_modes?: NonNullable<Json>
          temperature?: number
          updated_at?: string
          user_id?: string | null
          version?: number
        }
        Update: {
          created_at?: string
          description?: string | null
          id?: string
          limits?: NonNullable<Json>
          name?: string
          orchestrator_model?: string | null
          orchestrator_prompt?: string | null
          stage_models?: NonNullable<Json>
          stage_modes?: NonNullable<Json>
          temperature?: number
          updated_at?: string
          user_id?: string | null
          version?: number
        }
        Relationships: []
      }
      model_evidence: {
        Row: {
          approach: string
          complexity: string | null
          cost_mean_nano_usd: number
          cost_shift: number
          cost_shift_run: number
          cost_weight: number
          duration_weight: number
          failure_weight: number
          id: number
          log_duration_mean: number
          model: string
          provider: string
          quality_changed_at: string | null
          quality_m2: number
          quality_mean: number
          quality_shift: number
          quality_shift_run: number
          quality_weight: number
          success_weight: number
          task_type: string | null
          tier: string
          updated_at: string
          user_id: string | null
        }
        Insert: {
          approach: string
          complexity?: string | null
          cost_mean_nano_usd?: number
          cost_shift?: number
          cost_shift_run?: number
          cost_weight?: number
          duration_weight?: number
          failure_weight?: number
          id?: never
          log_duration_mean?: number
          model: string
          provider: string
          quality_changed_at?: string | null
          quality_m2?: number
          quality_mean?: number
          quality_shift?: number
          quality_shift_run?: number
          quality_weight?: number
          success_weight?: number
          task_type?: string | null
          tier: string
          updated_at: string
          user_id?: string | null
        }
        Update: {
          approach?: string
          complexity?: string | null
          cost_mean_nano_usd?: number
          cost_shift?: number
          cost_shift_run?: number
          cost_weight?: number
          duration_weight?: number
          failure_weight?: number
          id?: never
          log_duration_mean?: number
          model?: string
          provider?: string
          quality_changed_at?: string | null
          quality_m2?: number
          quality_mean?: number
          quality_shift?: number
          quality_shift_run?: number
          quality_weight?: number
          success_weight?: number
          task_type?: string | null
          tier?: string
          updated_at?: string
          user_id?: string | null
        }
        Relationships: []
      }
      model_performance: {
        Row: {
          approach: string
          attempt_number: number
          cached_input_tokens: number
          code_quality: number | null
          completeness: number | null
          complexity: string
          conversation_id: string | null
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          diagnostics: NonNullable<Json>
          duration_ms: number
          error_code: string | null
          error_message: string | null
          functionality: number | null
          id: string
          input_tokens: number
          is_winner: boolean
          learnt_order: number | null
          model: string
          output_tokens: number
          performance: number | null
          priority: number
          provider: string
          quality_score: number | null
          run_id: string
          status: string
          success: boolean | null
          task_type: string
          user_id: string | null
        }
        Insert: {
          approach: string
          attempt_number: number
          cached_input_tokens?: number
          code_quality?: number | null
          completeness?: number | null
          complexity: string
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          diagnostics?: NonNullable<Json>
          duration_ms: number
          error_code?: string | null
          error_message?: string | null
          functionality?: number | null
          id?: string
          input_tokens?: number
          is_winner?: boolean
          learnt_order?: number | null
          model: string
          output_tokens?: number
          performance?: number | null
          priority: number
          provider: string
          quality_score?: number | null
          run_id: string
          status: string
          success?: never
          task_type: string
          user_id?: string | null
        }
        Update: {
          approach?: string
          attempt_number?: number
          cached_input_tokens?: number
          code_quality?: number | null
          completeness?: number | null
          complexity?: string
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          diagnostics?: NonNullable<Json>
          duration_ms?: number
          error_code?: string | null
          error_message?: string | null
          functionality?: number | null
          id?: string
          input_tokens?: number
          is_winner?: boolean
          learnt_order?: number | null
          model?: string
          output_tokens?: number
          performance?: number | null
          priority?: number
          provider?: string
          quality_score?: number | null
          run_id?: string
          status?: string
          success?: never
          task_type?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "model_performance_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "model_performance_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      model_selections: {
        Row: {
          chosen_approach: string | null
          chosen_model: string | null
          chosen_provider: string | null
          complexity: string
          conversation_id: string | null
          created_at: string
          eligible: NonNullable<Json>
          expected_quality: number | null
          expected_utility: number | null
          experiment: string | null
          experiment_arm: string | null
          explored: boolean
          id: string
          parallel: boolean
          planned: NonNullable<Json>
          points_per_second: number | null
          points_per_usd: number | null
          policy: string
          policy_version: string
          propensity: number
          quality_score: number | null
          run_id: string
          selected_approach: string | null
          selected_model: string | null
          selected_provider: string | null
          stop_reason: string | null
          strategies_planned: number
          strategies_tried: number
          task_type: string
          user_id: string | null
          was_optimal: boolean | null
        }
        Insert: {
          chosen_approach?: string | null
          chosen_model?: string | null
          chosen_provider?: string | null
          complexity: string
          conversation_id?: string | null
          created_at?: string
          eligible: NonNullable<Json>
          expected_quality?: number | null
          expected_utility?: number | null
          experiment?: string | null
          experiment_arm?: string | null
          explored: boolean
          id?: string
          parallel?: boolean
          planned: NonNullable<Json>
          points_per_second?: number | null
          points_per_usd?: number | null
          policy: string
          policy_version: string
          propensity: number
          quality_score?: number | null
          run_id: string
          selected_approach?: string | null
          selected_model?: string | null
          selected_provider?: string | null
          stop_reason?: string | null
          strategies_planned: number
          strategies_tried: number
          task_type: string
          user_id?: string | null
          was_optimal?: boolean | null
        }
        Update: {
          chosen_approach?: string | null
          chosen_model?: string | null
          chosen_provider?: string | null
          complexity?: string
          conversation_id?: string | null
          created_at?: string
          eligible?: NonNullable<Json>
          expected_quality?: number | null
          expected_utility?: number | null
          experiment?: string | null
          experiment_arm?: string | null
          explored?: boolean
          id?: string
          parallel?: boolean
          planned?: NonNullable<Json>
          points_per_second?: number | null
          points_per_usd?: number | null
          policy?: string
          policy_version?: string
          propensity?: number
          quality_score?: number | null
          run_id?: string
          selected_approach?: string | null
          selected_model?: string | null
          selected_provider?: string | null
          stop_reason?: string | null
          strategies_planned?: number
          strategies_tried?: number
          task_type?: string
          user_id?: string | null
          was_optimal?: boolean | null
        }
        Relationships: [
          {
            foreignKeyName: "model_selections_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "model_selections_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      model_usage: {
        Row: {
          attempt_id: string | null
          cached_input_tokens: number
          call_number: number
          conversation_id: string | null
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          error_code: string | null
          error_message: string | null
          first_token_ms: number | null
          id: string
          input_tokens: number
          item_id: string | null
          model: string
          output_tokens: number
          provider: string
          reasoning_tokens: number
          response_time_ms: number
          run_id: string
          stage: string
          started_at: string
          success: boolean
          total_tokens: number | null
          usage_is_estimate: boolean
          user_id: string | null
        }
        Insert: {
          attempt_id?: string | null
          cached_input_tokens?: number
          call_number: number
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          first_token_ms?: number | null
          id?: string
          input_tokens: number
          item_id?: string | null
          model: string
          output_tokens: number
          provider: string
          reasoning_tokens?: number
          response_time_ms: number
          run_id: string
          stage: string
          started_at: string
          success: boolean
          total_tokens?: never
          usage_is_estimate?: boolean
          user_id?: string | null
        }
        Update: {
          attempt_id?: string | null
          cached_input_tokens?: number
          call_number?: number
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          first_token_ms?: number | null
          id?: string
          input_tokens?: number
          item_id?: string | null
          model?: string
          output_tokens?: number
          provider?: string
          reasoning_tokens?: number
          response_time_ms?: number
          run_id?: string
          stage?: string
          started_at?: string
          success?: boolean
          total_tokens?: never
          usage_is_estimate?: boolean
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "model_usage_attempt_id_fkey"
            columns: ["attempt_id"]
            referencedRelation: "model_performance"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "model_usage_item_id_fkey"
            columns: ["item_id"]
            referencedRelation: "ai_extraction_queue"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "model_usage_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "model_usage_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      orchestration_runs: {
        Row: {
          approach: string | null
          cancel_requested_at: string | null
          conversation_id: string | null
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          duration_ms: number | null
          error_code: string | null
          finished_at: string | null
          has_files: boolean | null
          http_status: number | null
          id: string
          idempotency_key: string | null
          input_tokens: number
          lease_expires_at: string
          lease_token: string
          model: string | null
          options: NonNullable<Json>
          output_tokens: number
          profile: Json | null
          provider: string | null
          quality_score: number | null
          request: string
          request_hash: string
          result: Json | null
          started_at: string
          status: string
          takeovers: number
          user_id: string | null
        }
        Insert: {
          approach?: string | null
          cancel_requested_at?: string | null
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          duration_ms?: number | null
          error_code?: string | null
          finished_at?: string | null
          has_files?: never
          http_status?: number | null
          id?: string
          idempotency_key?: string | null
          input_tokens?: number
          lease_expires_at: string
          lease_token?: string
          model?: string | null
          options?: NonNullable<Json>
          output_tokens?: number
          profile?: Json | null
          provider?: string | null
          quality_score?: number | null
          request: string
          request_hash: string
          result?: Json | null
          started_at?: string
          status?: string
          takeovers?: number
          user_id?: string | null
        }
        Update: {
          approach?: string | null
          cancel_requested_at?: string | null
          conversation_id?: string | null
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          duration_ms?: number | null
          error_code?: string | null
          finished_at?: string | null
          has_files?: never
          http_status?: number | null
          id?: string
          idempotency_key?: string | null
          input_tokens?: number
          lease_expires_at?: string
          lease_token?: string
          model?: string | null
          options?: NonNullable<Json>
          output_tokens?: number
          profile?: Json | null
          provider?: string | null
          quality_score?: number | null
          request?: string
          request_hash?: string
          result?: Json | null
          started_at?: string
          status?: string
          takeovers?: number
          user_id?: string | null
        }
        Relationships: []
      }
      provider_health: {
        Row: {
          consecutive_failures: number
          failures: number
          last_error_code: string | null
          model: string
          opened_at: string | null
          openings: number
          probe_expires_at: string | null
          probe_run_id: string | null
          provider: string
          retry_at: string | null
          state: string
          successes: number
          updated_at: string
        }
        Insert: {
          consecutive_failures?: number
          failures?: number
          last_error_code?: string | null
          model: string
          opened_at?: string | null
          openings?: number
          probe_expires_at?: string | null
          probe_run_id?: string | null
          provider: string
          retry_at?: string | null
          state?: string
          successes?: number
          updated_at?: string
        }
        Update: {
          consecutive_failures?: number
          failures?: number
          last_error_code?: string | null
          model?: string
          opened_at?: string | null
          openings?: number
          probe_expires_at?: string | null
          probe_run_id?: string | null
          provider?: string
          retry_at?: string | null
          state?: string
          successes?: number
          updated_at?: string
        }
        Relationships: []
      }
      rate_limits: {
        Row: {
          created_at: string
          id: string
          model: string | null
          per_user: boolean
          requests_per_minute: number | null
          tokens_per_minute: number | null
          user_id: string | null
        }
        Insert: {
          created_at?: string
          id?: string
          model?: string | null
          per_user?: boolean
          requests_per_minute?: number | null
          tokens_per_minute?: number | null
          user_id?: string | null
        }
        Update: {
          created_at?: string
          id?: string
          model?: string | null
          per_user?: boolean
          requests_per_minute?: number | null
          tokens_per_minute?: number | null
          user_id?: string | null
        }
        Relationships: []
      }
      run_checkpoints: {
        Row: {
          created_at: string
          run_id: string
          state: NonNullable<Json>
          step: number
          user_id: string | null
        }
        Insert: {
          created_at?: string
          run_id: string
          state: NonNullable<Json>
          step: number
          user_id?: string | null
        }
        Update: {
          created_at?: string
          run_id?: string
          state?: NonNullable<Json>
          step?: number
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "run_checkpoints_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "run_checkpoints_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      run_events: {
        Row: {
          created_at: string
          data: NonNullable<Json>
          event: string
          event_id: number
          run_id: string
          user_id: string | null
        }
        Insert: {
          created_at?: string
          data: NonNullable<Json>
          event: string
          event_id: number
          run_id: string
          user_id?: string | null
        }
        Update: {
          created_at?: string
          data?: NonNullable<Json>
          event?: string
          event_id?: number
          run_id?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "run_events_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "run_events_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      run_feedback: {
        Row: {
          comment: string | null
          created_at: string
          id: string
          learnt_order: number | null
          rating: number
          run_id: string
          user_id: string | null
        }
        Insert: {
          comment?: string | null
          created_at?: string
          id?: string
          learnt_order?: number | null
          rating: number
          run_id: string
          user_id?: string | null
        }
        Update: {
          comment?: string | null
          created_at?: string
          id?: string
          learnt_order?: number | null
          rating?: number
          run_id?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "run_feedback_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "orchestration_runs"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "run_feedback_run_id_fkey"
            columns: ["run_id"]
            referencedRelation: "run_history"
            referencedColumns: ["id"]
          },
        ]
      }
      scenario_executions: {
        Row: {
          finished_at: string | null
          id: string
          lease_expires_at: string
          lease_token: string
          models: NonNullable<Json>
          scenario: NonNullable<Json>
          scenario_id: string
          started_at: string
          status: string
          steps: NonNullable<Json>
          takeovers: number
          user_id: string | null
        }
        Insert: {
          finished_at?: string | null
          id?: string
          lease_expires_at: string
          lease_token?: string
          models: NonNullable<Json>
          scenario: NonNullable<Json>
          scenario_id: string
          started_at?: string
          status?: string
          steps: NonNullable<Json>
          takeovers?: number
          user_id?: string | null
        }
        Update: {
          finished_at?: string | null
          id?: string
          lease_expires_at?: string
          lease_token?: string
          models?: NonNullable<Json>
          scenario?: NonNullable<Json>
          scenario_id?: string
          started_at?: string
          status?: string
          steps?: NonNullable<Json>
          takeovers?: number
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "scenario_executions_scenario_id_fkey"
            columns: ["scenario_id"]
            referencedRelation: "scenarios"
            referencedColumns: ["id"]
          },
        ]
      }
      scenario_step_results: {
        Row: {
          ai_response: string | null
          cached_input_tokens: number
          cost_is_estimate: boolean
          cost_nano_usd: number | null
          cost_usd: number | null
          created_at: string
          error_code: string | null
          error_message: string | null
          exact_match: boolean | null
          executed_at: string
          execution_id: string
          f1_score: number | null
          first_token_ms: number | null
          id: string
          input_tokens: number
          is_booked: boolean
          latency_ms: number
          llm_transcription: string | null
          model_name: string
          output_tokens: number
          predicted_cart: Json | null
          provider: string
          raw_llm_response: string
          reasoning_tokens: number
          scenario_id: string
          status: string
          step_id: string | null
          step_number: number
          tries: number
          usage_is_estimate: boolean
          user_id: string | null
        }
        Insert: {
          ai_response?: string | null
          cached_input_tokens?: number
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          exact_match?: boolean | null
          executed_at: string
          execution_id: string
          f1_score?: number | null
          first_token_ms?: number | null
          id?: string
          input_tokens: number
          is_booked?: boolean
          latency_ms: number
          llm_transcription?: string | null
          model_name: string
          output_tokens: number
          predicted_cart?: Json | null
          provider: string
          raw_llm_response?: string
          reasoning_tokens?: number
          scenario_id: string
          status: string
          step_id?: string | null
          step_number: number
          tries?: number
          usage_is_estimate?: boolean
          user_id?: string | null
        }
        Update: {
          ai_response?: string | null
          cached_input_tokens?: number
          cost_is_estimate?: boolean
          cost_nano_usd?: number | null
          cost_usd?: never
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          exact_match?: boolean | null
          executed_at?: string
          execution_id?: string
          f1_score?: number | null
          first_token_ms?: number | null
          id?: string
          input_tokens?: number
          is_booked?: boolean
          latency_ms?: number
          llm_transcription?: string | null
          model_name?: string
          output_tokens?: number
          predicted_cart?: Json | null
          provider?: string
          raw_llm_response?: string
          reasoning_tokens?: number
          scenario_id?: string
          status?: string
          step_id?: string | null
          step_number?: number
          tries?: number
          usage_is_estimate?: boolean
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "scenario_step_results_execution_id_fkey"
            columns: ["execution_id"]
            referencedRelation: "scenario_executions"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "scenario_step_results_scenario_id_fkey"
            columns: ["scenario_id"]
            referencedRelation: "scenarios"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "scenario_step_results_step_id_fkey"
            columns: ["step_id"]
            referencedRelation: "scenario_steps"
            referencedColumns: ["id"]
          },
        ]
      }
      scenario_steps: {
        Row: {
          ai_response: string | null
          audio_url: string | null
          created_at: string
          executed_at: string | null
          ground_truth: Json | null
          id: string
          input_tokens: number | null
          input_type: string
          latency_ms: number | null
          llm_transcription: string | null
          output_tokens: number | null
          predicted_cart: Json | null
          raw_llm_response: string | null
          scenario_id: string
          step_number: number
          text: string
          updated_at: string
          user_id: string | null
        }
        Insert: {
          ai_response?: string | null
          audio_url?: string | null
          created_at?: string
          executed_at?: string | null
          ground_truth?: Json | null
          id?: string
          input_tokens?: number | null
          input_type?: string
          latency_ms?: number | null
          llm_transcription?: string | null
          output_tokens?: number | null
          predicted_cart?: Json | null
          raw_llm_response?: string | null
          scenario_id: string
          step_number: number
          text: string
          updated_at?: string
          user_id?: string | null
        }
        Update: {
          ai_response?: string | null
          audio_url?: string | null
          created_at?: string
          executed_at?: string | null
          ground_truth?: Json | null
          id?: string
          input_tokens?: number | null
          input_type?: string
          latency_ms?: number | null
          llm_transcription?: string | null
          output_tokens?: number | null
          predicted_cart?: Json | null
          raw_llm_response?: string | null
          scenario_id?: string
          step_number?: number
          text?: string
          updated_at?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: "scenario_steps_scenario_id_fkey"
            columns: ["scenario_id"]
            referencedRelation: "scenarios"
            referencedColumns: ["id"]
          },
        ]
      }
      scenarios: {
        Row: {
          created_at: string
          description: string | null
          id: string
          item_rules: NonNullable<Json>
          item_schema: Json | null
          kind: string
          model_name: string | null
          models: string[]
          name: string
          system_prompt: string | null
          updated_at: string
          user_id: string | null
        }
        Insert: {
          created_at?: string
          description?: string | null
          id?: string
          item_rules?: NonNullable<Json>
          item_schema?: Json | null
          kind?: string
          model_name?: string | null
          models?: string[]
          name: string
          system_prompt?: string | null
          updated_at?: string
          user_id?: string | null
        }
        Update: {
          created_at?: string
          description?: string | null
          id?: string
          item_rules?: NonNullable<Json>
          item_schema?: Json | null
          kind?: string
          model_name?: string | null
          models?: string[]
          name?: string
          system_prompt?: string | null
          updated_at?: string
          user_id?: string | null
        }
        Relationships: []
      }
      selection_settings: {
        Row: {
          multiplier: number
          paced_cost_nano_usd: number
          paced_runs: number
          points_per_second: number
          points_per_usd: number
          project: boolean
          target_cost_nano_usd: number | null
          target_cost_usd: number | null
          updated_at: string
        }
        Insert: {
          multiplier?: number
          paced_cost_nano_usd?: number
          paced_runs?: number
          points_per_second?: number
          points_per_usd?: number
          project?: boolean
          target_cost_nano_usd?: number | null
          target_cost_usd?: never
          updated_at?: string
        }
        Update: {
          multiplier?: number
          paced_cost_nano_usd?: number
          paced_runs?: number
          points_per_second?: number
          points_per_usd?: number
          project?: boolean
          target_cost_nano_usd?: number | null
          target_cost_usd?: never
          updated_at?: string
        }
        Relationships: []
      }
      spend_limits: {
        Row: {
          created_at: string
          id: string
          limit_nano_usd: number
          limit_usd: number | null
          per_user: boolean
          period: string
          set_by: string
          user_id: string | null
        }
        Insert: {
          created_at?: string
          id?: string
          limit_nano_usd: number
          limit_usd?: never
          per_user?: boolean
          period?: string
          set_by?: string
          user_id?: string | null
        }
        Update: {
          created_at?: string
          id?: string
          limit_nano_usd?: number
          limit_usd?: never
          per_user?: boolean
          period?: string
          set_by?: string
          user_id?: string | null
        }
        Relationships: []
      }
      traffic_experiments: {
        Row: {
          arms: NonNullable<Json>
          created_at: string
          enabled: boolean
          ended_at: string | null
          id: string
          name: string
          share: number
          started_at: string
          user_id: string | null
        }
        Insert: {
          arms: NonNullable<Json>
          created_at?: string
          enabled?: boolean
          ended_at?: string | null
          id?: string
          name: string
          share?: number
          started_at?: string
          user_id?: string | null
        }
        Update: {
          arms?: NonNullable<Json>
          created_at?: string
          enabled?: boolean
          ended_at?: string | null
          id?: string
          name?: string
          share?: number
          started_at?: string
          user_id?: string | null
        }
        Relationships: []
      }
    }
    Views: {
      approach_success_rates: {
        Row: {
          approach: string | null
          attempts: number | null
          avg_cost_usd: number | null
          avg_duration_ms: number | null
          avg_quality_score: number | null
          complexity: string | null
          failed: number | null
          succeeded: number | null
          success_rate: number | null
          task_type: string | null
          user_id: string | null
        }
        Relationships: []
      }
      configuration_performance: {
        Row: {
          avg_cost_usd: number | null
          avg_duration_ms: number | null
          configuration_id: string | null
          configuration_version: number | null
          failed: number | null
          last_used_at: string | null
          mean_accuracy: number | null
          measured_uses: number | null
          name: string | null
          p95_duration_ms: number | null
          stddev_accuracy: number | null
          succeeded: number | null
          success_rate: number | null
          times_used: number | null
          total_cost_usd: number | null
          user_id: string | null
        }
        Relationships: []
      }
      daily_model_cost: {
        Row: {
          avg_response_time_ms: number | null
          cached_input_tokens: number | null
          calls: number | null
          cost_usd: number | null
          day: string | null
          input_tokens: number | null
          model: string | null
          output_tokens: number | null
          provider: string | null
          successful_calls: number | null
          unpriced_calls: number | null
          user_id: string | null
        }
        Relationships: []
      }
      experiment_results: {
        Row: {
          experiment: string | null
          experiment_arm: string | null
          high: number | null
          low: number | null
          mean: number | null
          measure: string | null
          runs: number | null
          standard_error: number | null
          users: number | null
        }
        Relationships: []
      }
      model_performance_analytics: {
        Row: {
          approach: string | null
          attempts: number | null
          avg_accuracy: number | null
          avg_code_quality: number | null
          avg_completeness: number | null
          avg_cost_usd: number | null
          avg_duration_ms: number | null
          avg_functionality: number | null
          avg_performance: number | null
          avg_quality_score: number | null
          cancelled: number | null
          complexity: string | null
          failed: number | null
          first_used_at: string | null
          last_used_at: string | null
          max_quality_score: number | null
          measured: number | null
          min_quality_score: number | null
          model: string | null
          p95_duration_ms: number | null
          provider: string | null
          stddev_quality_score: number | null
          succeeded: number | null
          success_rate: number | null
          task_type: string | null
          total_cost_usd: number | null
          total_input_tokens: number | null
          total_output_tokens: number | null
          user_id: string | null
          wins: number | null
        }
        Relationships: []
      }
      model_selection_analysis: {
        Row: {
          avg_expected_quality: number | null
          avg_propensity: number | null
          avg_quality_score: number | null
          avg_strategies_planned: number | null
          avg_strategies_tried: number | null
          chosen_approach: string | null
          chosen_model: string | null
          comparable_selections: number | null
          complexity: string | null
          exploration_rate: number | null
          first_choice_win_rate: number | null
          last_selected_at: string | null
          optimal_selections: number | null
          optimality_rate: number | null
          policy: string | null
          policy_version: string | null
          selections: number | null
          task_type: string | null
          user_id: string | null
        }
        Relationships: []
      }
      policy_value_estimates: {
        Row: {
          doubly_robust: number | null
          doubly_robust_high: number | null
          doubly_robust_low: number | null
          doubly_robust_standard_error: number | null
          effective_selections: number | null
          experiment: string | null
          experiment_arm: string | null
          ips: number | null
          ips_high: number | null
          ips_low: number | null
          ips_standard_error: number | null
          matched_selections: number | null
          policy: string | null
          policy_version: string | null
          reward: string | null
          selections: number | null
          snips: number | null
          snips_high: number | null
          snips_low: number | null
          snips_standard_error: number | null
          supported_selections: number | null
          target: string | null
          target_approach: string | null
          target_model: string | null
        }
        Relationships: []
      }
      run_history: {
        Row: {
          approach: string | null
          complexity: string | null
          cost_usd: number | null
          created_at: string | null
          duration_ms: number | null
          error_code: string | null
          id: string | null
          model: string | null
          quality_score: number | null
          request: string | null
          request_start: string | null
          status: string | null
          task_type: string | null
          user_id: string | null
        }
        Insert: {
          approach?: string | null
          complexity?: never
          cost_usd?: number | null
          created_at?: string | null
          duration_ms?: number | null
          error_code?: string | null
          id?: string | null
          model?: string | null
          quality_score?: never
          request?: string | null
          request_start?: never
          status?: string | null
          task_type?: never
          user_id?: string | null
        }
        Update: {
          approach?: string | null
          complexity?: never
          cost_usd?: number | null
          created_at?: string | null
          duration_ms?: number | null
          error_code?: string | null
          id?: string | null
          model?: string | null
          quality_score?: never
          request?: string | null
          request_start?: never
          status?: string | null
          task_type?: never
          user_id?: string | null
        }
        Relationships: []
      }
    }
    Functions: {
      append_run_events: { Args: { batch: Json }; Returns: Json }
      begin_experiment: { Args: { record: Json }; Returns: Json }
      begin_experiment_calls: { Args: { batch: Json }; Returns: Json }
      begin_run: { Args: { run: Json }; Returns: Json }
      cancel_extraction: { Args: { item_id: string }; Returns: string }
      claim_experiment: {
        Args: { lease_ms: number; wanted: string }
        Returns: Json
      }
      claim_extractions: { Args: { claim: Json }; Returns: Json }
      claim_run: { Args: { claim: Json }; Returns: Json }
      claim_scenario_execution: {
        Args: { lease_ms: number; wanted: string }
        Returns: Json
      }
      create_scenario: { Args: { record: Json }; Returns: string }
      experiment_totals: { Args: { of_experiment: string }; Returns: Json }
      extraction_pauses: { Args: { of_user: string }; Returns: Json }
      extractions_wait: { Args: Record<PropertyKey, never>; Returns: boolean }
      finish_experiment: {
        Args: { failure: Json; held: string; token: string }
        Returns: boolean
      }
      finish_experiment_calls: { Args: { batch: Json }; Returns: string }
      finish_run: { Args: { record: Json }; Returns: Json }
      finish_scenario_execution: {
        Args: { held: string; token: string }
        Returns: boolean
      }
      get_best_model_for_task: {
        Args: { task_type: string; user_id: string }
        Returns: {
          approach: string
          avg_cost_usd: number
          avg_duration_ms: number
          expected_quality: number
          model: string
          provider: string
          samples: number
          success_rate: number
        }[]
      }
      own_spend: { Args: Record<PropertyKey, never>; Returns: Json }
      pause_extractions: { Args: { of_user: string }; Returns: number }
      performance_overview: {
        Args: {
          bucket: string
          for_model?: string
          for_task_type?: string
          since: string
          until: string
        }
        Returns: Json
      }
      policy_values: {
        Args: {
          for_complexity?: string
          for_task_type?: string
          newest?: number
        }
        Returns: {
          doubly_robust: number
          doubly_robust_high: number
          doubly_robust_low: number
          doubly_robust_standard_error: number
          effective_selections: number
          experiment: string
          experiment_arm: string
          ips: number
          ips_high: number
          ips_low: number
          ips_standard_error: number
          matched_selections: number
          policy: string
          policy_version: string
          reward: string
          selections: number
          snips: number
          snips_high: number
          snips_low: number
          snips_standard_error: number
          supported_selections: number
          target: string
          target_approach: string
          target_model: string
        }[]
      }
      read_evidence: { Args: { read: Json }; Returns: Json }
      rebuild_evidence: { Args: Record<PropertyKey, never>; Returns: number }
      record_benchmark: { Args: { benchmark: Json }; Returns: Json }
      record_extractions: { Args: { records: Json }; Returns: Json }
      record_feedback: { Args: { feedback: Json }; Returns: Json }
      renew_experiment_lease: {
        Args: { held: string; lease_ms: number; token: string }
        Returns: boolean
      }
      renew_extraction_leases: { Args: { leases: Json }; Returns: Json }
      renew_leases: { Args: { leases: Json }; Returns: Json }
      renew_scenario_lease: {
        Args: { held: string; lease_ms: number; token: string }
        Returns: boolean
      }
      reopen_scenario_execution: {
        Args: { ended: string; of_model: string; of_step: number }
        Returns: boolean
      }
      request_cancel: {
        Args: { of_user: string; target: string }
        Returns: Json
      }
      resume_extractions: { Args: { of_user: string }; Returns: number }
      retry_extraction: { Args: { item_id: string }; Returns: boolean }
      run_progress: { Args: { of_run: string }; Returns: Json }
      save_experiment_round: { Args: { record: Json }; Returns: boolean }
      save_scenario_step_result: { Args: { record: Json }; Returns: string }
      selection_arms: {
        Args: { for_complexity: string; for_task_type: string; newest: number }
        Returns: {
          approach: string
          chosen: number
          eligible: number
          expected_utility: number
          explored: number
          model: string
          propensity: number
          provider: string
        }[]
      }
      set_own_spend_cap: {
        Args: { limit_nano_usd: number; period: string }
        Returns: undefined
      }
      stage_evidence: {
        Args: { of_stages: string[]; of_user: string }
        Returns: Json
      }
      start_extraction: { Args: { start: Json }; Returns: Json }
      take_model_rate: { Args: { take: Json }; Returns: Json }
      take_probe: { Args: { probe: Json }; Returns: Json }
      warn_experiment: {
        Args: { held: string; token: string; warning: Json }
        Returns: undefined
      }
    }
    Enums: {
      [_ in never]: never
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] &
        DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] &
        DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {},
  },
} as const
