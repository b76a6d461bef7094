CREATE TABLE `clinics` (
	`id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ledger` (
	`id` integer PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`sequence` integer NOT NULL,
	`previous` integer NOT NULL,
	`actor` text NOT NULL,
	`client` integer,
	`at` integer NOT NULL,
	`update` blob NOT NULL,
	`changes` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_document_sequence` ON `ledger` (`document`,`sequence`);--> statement-breakpoint
CREATE TABLE `openings` (
	`id` integer PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`person` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `openings_document` ON `openings` (`document`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`document` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`last` integer NOT NULL,
	`state` blob NOT NULL,
	`clients` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`person` text NOT NULL,
	`clinic` text NOT NULL,
	`kinds` text NOT NULL,
	PRIMARY KEY(`person`, `clinic`),
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`clinic`) REFERENCES `clinics`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`role` text NOT NULL,
	`extension` text,
	`sip_secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `people_extension_unique` ON `people` (`extension`);--> statement-breakpoint
CREATE TABLE `appointments` (
	`document` text NOT NULL,
	`appointment` text NOT NULL,
	`clinic` text NOT NULL,
	`doctor` text DEFAULT '' NOT NULL,
	`branch` text DEFAULT '' NOT NULL,
	`service` text DEFAULT '' NOT NULL,
	`at` text DEFAULT '' NOT NULL,
	`status` text DEFAULT '' NOT NULL,
	PRIMARY KEY(`document`, `appointment`)
);
--> statement-breakpoint
CREATE INDEX `appointments_clinic_at` ON `appointments` (`clinic`,`at`);--> statement-breakpoint
CREATE TABLE `calls` (
	`document` text NOT NULL,
	`call` text NOT NULL,
	`clinic` text NOT NULL,
	`direction` text NOT NULL,
	`outcome` text NOT NULL,
	`started_at` integer NOT NULL,
	`answered_at` integer,
	`ended_at` integer NOT NULL,
	`operator` text,
	`record` text NOT NULL,
	PRIMARY KEY(`document`, `call`)
);
--> statement-breakpoint
CREATE INDEX `calls_clinic_started` ON `calls` (`clinic`,`started_at`);--> statement-breakpoint
CREATE INDEX `calls_call` ON `calls` (`call`);--> statement-breakpoint
CREATE TABLE `dispositions` (
	`document` text NOT NULL,
	`call` text NOT NULL,
	`slot` integer NOT NULL,
	`result` text NOT NULL,
	`comment` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`document`, `call`, `slot`)
);
--> statement-breakpoint
CREATE TABLE `patients` (
	`id` integer PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`clinic` text NOT NULL,
	`patient` text NOT NULL,
	`family_name` text DEFAULT '' NOT NULL,
	`given_name` text DEFAULT '' NOT NULL,
	`patronymic` text DEFAULT '' NOT NULL,
	`birth_date` text DEFAULT '' NOT NULL,
	`registered_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `patients_document_unique` ON `patients` (`document`);--> statement-breakpoint
CREATE INDEX `patients_clinic_registered` ON `patients` (`clinic`,`registered_at`);--> statement-breakpoint
CREATE TABLE `phones` (
	`document` text NOT NULL,
	`number` text NOT NULL,
	`clinic` text NOT NULL,
	PRIMARY KEY(`document`, `number`)
);
--> statement-breakpoint
CREATE INDEX `phones_clinic_number` ON `phones` (`clinic`,`number`);--> statement-breakpoint
CREATE TABLE `read_model_position` (
	`name` text PRIMARY KEY NOT NULL,
	`ledger_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`provider` text NOT NULL,
	`person` text NOT NULL,
	`password` text,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `credentials_by_person` ON `credentials` (`person`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_request` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limits_key_unique` ON `rate_limits` (`key`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`person` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`person`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_unique` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`person`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`account` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
